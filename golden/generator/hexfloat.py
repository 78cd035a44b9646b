"""Numbers as C99 prints them with %a: exact, and as short as exact can be."""


def to_hexfloat(value: float) -> str:
    """Returns '0x1.8p+1' for 3; 'inf', '-inf' and 'nan' for what is not a number."""
    text = value.hex()
    if "x" not in text:
        return text
    mantissa, exponent = text.split("p")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}p{exponent}"


def from_hexfloat(text: str) -> float:
    """Reads what to_hexfloat writes."""
    return float.fromhex(text)
