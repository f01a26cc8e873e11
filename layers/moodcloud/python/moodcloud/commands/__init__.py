"""The commands of `moodcloud`, a file each, and what they share."""
