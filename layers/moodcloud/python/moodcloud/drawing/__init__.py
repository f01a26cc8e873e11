"""Drawing: words and weights become clouds, as PNG and SVG."""

from moodcloud.drawing.cloud_words import CandidateWords
from moodcloud.drawing.clouds import Cloud, Clouds, draw_clouds
from moodcloud.drawing.look import Look

__all__ = ["CandidateWords", "Cloud", "Clouds", "Look", "draw_clouds"]
