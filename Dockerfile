# Flatness in a container: docker build -t flatness . && docker run --rm -v "$PWD:/data" flatness run my.yaml
# The distribution is built on the machine (mvn package, or ./flatness once); the image holds it and a Java to run it.
FROM eclipse-temurin:17-jre
COPY cli/target/distribution/flatness /opt/flatness
ENV PATH=/opt/flatness/bin:$PATH
RUN useradd --create-home flatness && mkdir /data && chown flatness /data
USER flatness
WORKDIR /data
ENTRYPOINT ["flatness"]
CMD ["--help"]
