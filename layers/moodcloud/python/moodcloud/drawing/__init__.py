"""Drawing: words and weights become clouds, as PNG and SVG."""

from moodcloud.drawing.cloud import Cloud
from moodcloud.drawing.clouds import Clouds, draw_clouds

__all__ = ["Cloud", "Clouds", "draw_clouds"]
