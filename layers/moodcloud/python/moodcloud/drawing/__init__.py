"""Drawing: words and weights become clouds, as PNG and SVG."""

from moodcloud.drawing.cloud_words import CandidateWords
from moodcloud.drawing.clouds import Cloud, Clouds, Drafts, draft_clouds, draw_clouds
from moodcloud.drawing.look import Look

__all__ = ["CandidateWords", "Cloud", "Clouds", "Drafts", "Look", "draft_clouds", "draw_clouds"]
