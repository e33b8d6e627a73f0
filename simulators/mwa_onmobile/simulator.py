"""MWA onMobile: citizens on their telephones (W 7.1, A 5.3)."""

from __future__ import annotations

from partnerlab.families.citizen_channel import (
    accounts,
    bill_issued,
    log_in,
    no_water_running_area,
    one_time_password,
    outstanding_bills,
    payment,
    payment_status,
    payments,
    refuse,
    request_code,
    request_status,
    request_status_changed,
    requests,
    service_request,
    usage_statistics,
)

__all__ = [
    "accounts",
    "bill_issued",
    "log_in",
    "no_water_running_area",
    "one_time_password",
    "outstanding_bills",
    "payment",
    "payment_status",
    "payments",
    "refuse",
    "request_code",
    "request_status",
    "request_status_changed",
    "requests",
    "service_request",
    "usage_statistics",
]
