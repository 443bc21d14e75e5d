#!/usr/bin/env bash
# Makes stand-ins for the public images that docker-compose.yml names, for machines that cannot pull images: a base image from
# Debian's packages (debootstrap, root, about a minute), the broker and the registry from what Maven has downloaded. Needs a running
# Docker engine and a built project (mvn -DskipTests package). Prints the variables that docker-compose reads:
#
#   eval "$(docker/make-local-images.sh)" && docker-compose up --build
set -euo pipefail
cd "$(dirname "$0")/.."

base=laser-local/jre:17
[[ -d cli/target/lib && -d cluster/target/registry ]] || { echo "Build the project first: mvn -DskipTests package" >&2; exit 2; }

if ! docker image inspect "$base" > /dev/null 2>&1; then
  command -v debootstrap > /dev/null || { echo "debootstrap is missing. Install it: apt-get install debootstrap" >&2; exit 2; }
  root=$(mktemp -d)
  trap 'rm -rf "$root"' EXIT
  debootstrap --variant=minbase --include=openjdk-17-jre-headless,ca-certificates bookworm "$root" >&2
  tar -C "$root" --exclude=./var/cache/apt --exclude=./var/lib/apt/lists --exclude='./proc/*' --exclude='./sys/*' -c . \
    | docker import - "$base" >&2
fi
docker build -q --build-arg BASE_IMAGE="$base" -f docker/local/kafka.Dockerfile -t laser-local/kafka:4.3.1 . >&2
docker build -q --build-arg BASE_IMAGE="$base" -f docker/local/registry.Dockerfile -t laser-local/registry:3.0.9 . >&2

echo "export LASER_BASE_IMAGE=$base"
echo "export KAFKA_IMAGE=laser-local/kafka:4.3.1"
echo "export REGISTRY_IMAGE=laser-local/registry:3.0.9"
