#!/bin/sh
# What the container `certificates` runs: gets a certificate for the names of the site and keeps it fresh. The proxy answers
# the questions of whoever gives it, and takes what lies here into use (docker/proxy/start.sh).
set -u
umask 077
trap 'exit 0' TERM INT
while :; do
  rm -f "$RUN/kept"
  wait_for=$AGAIN_AFTER # whoever gives certificates refuses who asks too often
  if certbot certonly --non-interactive --agree-tos --email "$ACME_EMAIL" --server "$ACME_SERVER" \
    --webroot --webroot-path "$CERTIFICATES/challenges" --cert-name site --domains "$ALLOWED_HOSTS" --expand \
    --keep-until-expiring --key-type ecdsa \
    --config-dir "$CERTIFICATES" --work-dir "$RUN/work" --logs-dir "$RUN/logs"; then
    touch "$RUN/kept"
    wait_for=$LOOK_EVERY
  fi
  sleep "$wait_for" &
  wait $!
done
