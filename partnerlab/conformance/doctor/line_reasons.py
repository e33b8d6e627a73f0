"""Why a line or a certificate is not as it must be, as the operating system and OpenSSL say it, and in Thai."""

from __future__ import annotations

_IN_THAI = {
    "certificate has expired": "ใบรับรองหมดอายุแล้ว",
    "certificate is not yet valid": "ใบรับรองยังไม่ถึงวันเริ่มใช้",
    "Connection refused": "ปลายทางปฏิเสธการเชื่อมต่อ",
    "Connection reset by peer": "ปลายทางตัดการเชื่อมต่อ",
    "Connection lost": "สายขาด",
    "Connection unexpectedly closed": "ปลายทางปิดการเชื่อมต่อ",
    "Host is down": "เครื่องปลายทางปิดอยู่",
    "Host key is not trusted for host": "กุญแจของเครื่องปลายทางไม่ใช่กุญแจที่ตกลง",
    "Hostname mismatch": "ใบรับรองไม่ได้ออกให้ชื่อนี้",
    "IP address mismatch": "ใบรับรองไม่ได้ออกให้ที่อยู่นี้",
    "Network is unreachable": "ไปไม่ถึงเครือข่าย",
    "No route to host": "ไม่มีเส้นทางไปยังปลายทาง",
    "no answer": "ไม่ตอบ",
    "self-signed certificate in certificate chain": "มีใบรับรองที่ลงนามเองในสายใบรับรอง",
    "self-signed certificate": "ใบรับรองที่ลงนามเอง",
    "timed out": "ไม่ตอบภายในเวลา",
    "unable to get local issuer certificate": "ไม่รู้จักผู้ออกใบรับรอง",
    "WRONG_VERSION_NUMBER": "ปลายทางไม่ได้ใช้ TLS",
}


def thai_reason(reason: str) -> str:
    """The reason in Thai, with the words of the system beside it; one that is not known here is quoted."""
    known = next((thai for words, thai in _IN_THAI.items() if words.lower() in reason.lower()), None)
    return f"{known} ({reason})" if known else f"ระบบแจ้งว่า '{reason}'"
