# brandcluster in a container: docker build -t brandcluster . && docker run --rm -v "$PWD:/work" brandcluster validate
FROM python:3.11-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/brandcluster \
 && /opt/brandcluster/bin/pip install --no-cache-dir --disable-pip-version-check -c constraints.txt ".[fast]" \
 && /opt/brandcluster/bin/python -m compileall -q /opt/brandcluster

FROM python:3.11-slim
RUN apt-get update -qq \
 && apt-get install -qq --no-install-recommends git \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home clerk
COPY --from=build /opt/brandcluster /opt/brandcluster
ENV PATH=/opt/brandcluster/bin:$PATH
USER clerk
WORKDIR /work
ENTRYPOINT ["brandcluster"]
CMD ["--help"]
