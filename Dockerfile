# The laser command and every app in one image. Build the project first: mvn -DskipTests package
ARG BASE_IMAGE=eclipse-temurin:17-jre
FROM ${BASE_IMAGE}
COPY cli/target/lib /opt/laser/lib
COPY cli/target/cli-*.jar /opt/laser/cli.jar
COPY docker/config /etc/laser
VOLUME /var/lib/laser
ENV LASER_HEAP=768m ORT_DISABLE_TELEMETRY=1
ENTRYPOINT ["/bin/sh", "-c", "exec java -Xmx$LASER_HEAP -XX:+ExitOnOutOfMemoryError -Dlog4j2.configurationFile=classpath:laser-log4j2.xml -Dlaser.log.file=/tmp/laser.log -Dlaser.log.console=INFO -cp '/opt/laser/cli.jar:/opt/laser/lib/*' io.laserstreams.cli.Laser \"$@\"", "laser"]
CMD ["--help"]
