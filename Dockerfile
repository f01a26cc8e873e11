# The one image: every function (chosen by the command) and the moodcloud command line.
FROM public.ecr.aws/lambda/python:3.13

# Wheels only, each checked against its hash: nothing is compiled here.
COPY requirements/runtime.txt /tmp/runtime.txt
RUN python -m pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore \
        --only-binary=:all: --no-deps --require-hashes -r /tmp/runtime.txt \
    && rm /tmp/runtime.txt

COPY layers/moodcloud/python/ /opt/python/
COPY functions/ ${LAMBDA_TASK_ROOT}/
# Hash-checked bytecode: the file system is read-only when the function runs.
RUN python -m compileall -q --invalidation-mode unchecked-hash /opt/python ${LAMBDA_TASK_ROOT}

# /opt/python is on the path of a function; this puts it on the path of the command line, too.
ENV PYTHONPATH=/opt/python \
    MPLCONFIGDIR=/tmp/matplotlib

CMD ["analyze.app.handler"]
