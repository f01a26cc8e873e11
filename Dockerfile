# The one image: every function (chosen by the command) and the moodcloud command line.
# docs/operations.md says how to build on one digest of the base, which a tag does not name for ever.
ARG BASE=public.ecr.aws/lambda/python:3.13

# Libraries: wheels, and source packages that hold no code to compile, each checked against its hash.
FROM ${BASE} AS libraries
COPY requirements/build.txt requirements/runtime.txt /tmp/
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m pip install --no-deps --require-hashes --only-binary=:all: -r /tmp/build.txt
RUN python -m pip install --no-deps --require-hashes --no-build-isolation --no-compile \
        --only-binary=:all: --no-binary=kiwipiepy-model --target=/opt/python -r /tmp/runtime.txt
# What is never read: tests, type stubs, headers and sources in C, compound names for Kiwi (see load_analyser),
# the API of every AWS service but those named. docs/decisions/0007-what-the-image-holds.md has the sizes.
RUN cd /opt/python \
    && find . -type d -name tests -prune -exec rm -r {} + \
    && rm -r bin *-stubs numpy/_core/include kiwipiepy_model/multi.dict \
    && find . -type f \( -name '*.pyi' -o -name '*.c' \) -delete \
    && find botocore/data -mindepth 1 -maxdepth 1 -type d \
        ! -name s3 ! -name sts ! -name 'sso*' ! -name signin ! -name stepfunctions ! -name lambda ! -name sqs \
        -exec rm -r {} + \
    && python -m compileall -q -j 0 --invalidation-mode unchecked-hash . \
    && chmod -R a+rX .

# The kernel. Its compiler takes 413 MB and stays here; without the kernel, slower paths are taken.
FROM ${BASE} AS kernel
COPY requirements/compiler.txt /tmp/
RUN python -m pip install --quiet --no-cache-dir --no-deps --require-hashes --only-binary=:all: --target=/opt/compiler -r /tmp/compiler.txt
COPY layers/moodcloud/kernel/ /tmp/kernel/
# kernel/counting/kernel.c becomes moodcloud/counting/_kernel.abi3.so.
RUN mkdir -p /opt/kernel && cd /tmp/kernel && for source in */*.c; do \
        room="/opt/kernel/$(dirname "$source")" && mkdir -p "$room" && PYTHONPATH=/opt/compiler \
        python -m ziglang cc -target "$(uname -m)-linux-gnu.2.34" -O3 -shared -fPIC -pthread \
        -I"$(python -c 'import sysconfig; print(sysconfig.get_path("include"))')" -idirafter /usr/include \
        "$source" -o "$room/_$(basename "$source" .c).abi3.so" \
        || echo "$source was not compiled: slower paths are taken"; done

# Our own code; anyone may read it, whatever the checkout's permissions are.
FROM ${BASE} AS code
COPY layers/moodcloud/python/ /opt/python/
COPY --from=kernel /opt/kernel/ /opt/python/moodcloud/
COPY functions/ ${LAMBDA_TASK_ROOT}/
COPY bin/ /usr/local/bin/
RUN python -m compileall -q --invalidation-mode unchecked-hash /opt/python ${LAMBDA_TASK_ROOT} \
    && chmod -R a+rX /opt/python ${LAMBDA_TASK_ROOT} && chmod 755 /usr/local/bin/moodcloud

FROM ${BASE} AS function
COPY --from=libraries /opt/python/ /opt/python/
COPY --from=code /usr/local/bin/moodcloud /usr/local/bin/
COPY --from=code /opt/python/ /opt/python/
COPY --from=code ${LAMBDA_TASK_ROOT}/ ${LAMBDA_TASK_ROOT}/
# What it holds of others; `make sbom` writes it from the pins.
COPY requirements/sbom.cdx.json /opt/sbom.cdx.json
# A function finds /opt/python unaided, the command line does not. Only /tmp can be written to.
ENV PYTHONPATH=/opt/python
# Python's own modules are compiled beside, so that the image grows by the templates alone.
RUN PYTHONPYCACHEPREFIX=/tmp/compiled python -c \
        'from moodcloud.report.templates import compile_templates; compile_templates()' \
    && chmod -R a+rX /opt/python/moodcloud/report/templates && rm -r /tmp/compiled
ENTRYPOINT ["moodcloud"]
CMD ["analyze.app.handler"]

# JupyterLab with the library, made only when asked for: docker build --target notebook
FROM function AS notebook
COPY requirements/build.txt requirements/notebook.txt /tmp/
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m pip install --quiet --no-deps --require-hashes --only-binary=:all: -r /tmp/build.txt \
    && python -m pip install --quiet --no-deps --require-hashes --no-build-isolation \
        --only-binary=:all: --no-binary=kiwipiepy-model -r /tmp/notebook.txt
WORKDIR /home/notebook
COPY notebooks/ notebooks/
COPY samples/ samples/
RUN chown -R 1000:1000 /home/notebook
ENV HOME=/home/notebook
USER 1000
EXPOSE 8888
# It prints the address, with a token without which nobody gets in.
ENTRYPOINT ["python", "-m", "jupyterlab", "--ip=0.0.0.0", "--no-browser"]
CMD []

# What is built without a target is the function.
FROM function
