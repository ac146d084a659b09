"""Small plots as SVG: bars, and curves on logarithmic axes. Nothing is needed but a list of numbers."""

import math
from xml.sax.saxutils import escape

COLOURS = ["#1b6ca8", "#c8553d", "#588157", "#8d6a9f", "#b08900", "#444444"]
STYLE = 'font-family="system-ui, sans-serif" font-size="13" fill="#222"'


def _svg(width, height, parts):
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    return "\n".join([head, f'<rect width="{width}" height="{height}" fill="#fff"/>', *parts, "</svg>\n"])


def _text(x, y, text, anchor="start", extra=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {STYLE} {extra}>{escape(text)}</text>'


def bars(title, rows, unit):
    """Horizontal bars; `rows` are names with values."""
    left, width, step = 250, 760, 26
    most = max(value for _, value in rows)
    parts = [_text(12, 24, title, extra='font-weight="600"')]
    for at, (name, value) in enumerate(rows):
        y = 44 + at * step
        length = (width - left - 110) * value / most
        parts.append(_text(left - 8, y + 14, name, "end"))
        parts.append(f'<rect x="{left}" y="{y}" width="{max(length, 1):.1f}" height="18" fill="{COLOURS[0 if at == 0 else 5]}"/>')
        parts.append(_text(left + length + 6, y + 14, f"{value:.3g} {unit}"))
    return _svg(width, 56 + len(rows) * step, parts)


def _ticks(low, high):
    return [10.0**power for power in range(math.floor(low), math.ceil(high) + 1)]


def _label(value):
    if value >= 1e6:
        return f"{value / 1e6:g} M"
    if value >= 1e3:
        return f"{value / 1e3:g} k"
    return f"{value:g}"


def curves(title, x_name, y_name, series):
    """Curves on logarithmic axes; `series` are names with lists of points, all numbers above zero."""
    width, height, left, top, right, bottom = 760, 460, 76, 46, 170, 56
    points = [point for _, own in series for point in own]
    xs, ys = [math.log10(x) for x, _ in points], [math.log10(y) for _, y in points]
    x0, x1, y0, y1 = min(xs), max(xs), math.floor(min(ys)), math.ceil(max(ys))
    if x1 == x0:
        x1 += 1
    if y1 == y0:
        y1 += 1
    at_x = lambda x: left + (width - left - right) * (math.log10(x) - x0) / (x1 - x0)
    at_y = lambda y: height - bottom - (height - top - bottom) * (math.log10(y) - y0) / (y1 - y0)
    parts = [_text(12, 24, title, extra='font-weight="600"')]
    for tick in _ticks(x0, x1):
        if x0 - 1e-9 <= math.log10(tick) <= x1 + 1e-9:
            x = at_x(tick)
            parts.append(f'<line x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{height - bottom}" stroke="#ddd"/>')
            parts.append(_text(x, height - bottom + 18, _label(tick), "middle"))
    for tick in _ticks(y0, y1):
        y = at_y(tick)
        parts.append(f'<line x1="{left}" y1="{y:.1f}" x2="{width - right}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(_text(left - 8, y + 4, _label(tick), "end"))
    parts.append(_text((left + width - right) / 2, height - 14, x_name, "middle"))
    parts.append(_text(left, top - 8, y_name))
    for number, (name, own) in enumerate(series):
        colour = COLOURS[number % len(COLOURS)]
        line = " ".join(f"{at_x(x):.1f},{at_y(y):.1f}" for x, y in own)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{at_x(x):.1f}" cy="{at_y(y):.1f}" r="3.5" fill="{colour}"/>' for x, y in own]
        x, y = own[-1]
        parts.append(f'<text x="{at_x(x) + 8:.1f}" y="{at_y(y) + 4:.1f}" {STYLE.replace("#222", colour)}>{escape(name)}</text>')
    return _svg(width, height, parts)
