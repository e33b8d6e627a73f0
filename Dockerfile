# The lab, installed from its own wheel; it runs as any uid.
FROM python:3.11-slim AS build
WORKDIR /source
COPY . .
RUN pip wheel --no-deps --wheel-dir /wheel .

FROM python:3.11-slim
COPY constraints.txt /constraints.txt
COPY --from=build /wheel /wheel
RUN pip install --no-cache-dir --constraint /constraints.txt "$(echo /wheel/*.whl)[load,verify,letters]" && rm -r /wheel
ENV HOME=/tmp PYTHONDONTWRITEBYTECODE=1
WORKDIR /tmp
USER 1000
ENTRYPOINT ["partnerlab"]
CMD ["run"]
