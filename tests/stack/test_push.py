"""`make push`: the image in a registry, as Lambda takes it."""

import platform
import subprocess

from tests.local_aws.emulator import Emulator
from tests.local_aws.machine import REPOSITORY, docker, require_base_image


def test_make_push_leaves_one_tag_for_one_architecture(aws: Emulator) -> None:
    require_base_image()
    repository = aws.repository("pushed")
    subprocess.run(["make", "push", f"REGISTRY={repository}"], check=True, cwd=REPOSITORY)
    (image,) = aws.client("ecr").list_images(repositoryName="pushed")["imageIds"]
    own = "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64"
    assert image["imageTag"].endswith(f"-{own}")
    pushed = f"{repository}:{image['imageTag']}"
    (manifest,) = aws.client("ecr").batch_get_image(
        repositoryName="pushed", imageIds=[{"imageTag": image["imageTag"]}]
    )["images"]
    assert "manifest.list" not in manifest["imageManifest"]
    assert "image.index" not in manifest["imageManifest"]
    docker("image", "rm", "--no-prune", pushed)
