"""Start the runtime with the search path AWS gives it: the function, then layers, then the rest.

As in the real image, layers are added only where PYTHONPATH is not set: an image that sets it
must name /opt/python itself. Plain `python` in the image never sees /opt/python.
"""

import os
import site
import sys

from awslambdaric.__main__ import main  # type: ignore[import-not-found]

TASK_ROOT = os.environ["LAMBDA_TASK_ROOT"]
LAYERS = ["/opt/python/lib/python3.13/site-packages", "/opt/python"]

# python puts this script's own folder first, which is /var/runtime: after the layers, as on AWS
paths = [TASK_ROOT]
if "PYTHONPATH" not in os.environ:
    paths += LAYERS
    os.environ["PYTHONPATH"] = os.environ["LAMBDA_RUNTIME_DIR"]  # for child processes
sys.path[:0] = paths
for path in paths:
    site.addsitedir(path)

main([os.environ["_HANDLER"], os.environ["_HANDLER"]])
