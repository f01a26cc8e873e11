"""`make push`: the image in a registry, as Lambda takes it."""

import platform
import subprocess

from tests.local_aws.emulator import REPOSITORY_NAME, Emulator
from tests.local_aws.machine import REPOSITORY, require_base_image


def test_make_push_leaves_one_tag_for_one_architecture(aws: Emulator) -> None:
    require_base_image()
    before = _tags(aws)
    subprocess.run(["make", "push", f"REGISTRY={aws.repository}"], check=True, cwd=REPOSITORY)
    (tag,) = _tags(aws) - before
    own = "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64"
    assert tag.endswith(f"-{own}")
    (manifest,) = aws.client("ecr").batch_get_image(
        repositoryName=REPOSITORY_NAME, imageIds=[{"imageTag": tag}]
    )["images"]
    assert "manifest.list" not in manifest["imageManifest"]
    assert "image.index" not in manifest["imageManifest"]


def _tags(aws: Emulator) -> set[str]:
    """Return the names of the images in the registry."""
    images = aws.client("ecr").list_images(repositoryName=REPOSITORY_NAME)["imageIds"]
    return {image["imageTag"] for image in images if "imageTag" in image}
