"""Drawing: words and weights become clouds, as PNG and SVG."""

from moodcloud.drawing.clouds import Cloud, Clouds, draw_clouds, draw_one
from moodcloud.drawing.look import Look, tone_styles

__all__ = ["Cloud", "Clouds", "Look", "draw_clouds", "draw_one", "tone_styles"]
