#!/bin/sh
# What the proxy's container runs, as nobody in particular. RUN: an empty folder of its own. BODIES: what people send,
# while they send it. CERTIFICATES: what certificates.sh keeps. LOOK_EVERY: seconds between looks for a new certificate.
set -eu
program=$(cd "$(dirname "$0")" && pwd)
site=$CERTIFICATES/live/site
mkdir -p "$RUN/none" "$CERTIFICATES/challenges"
find "$BODIES" -mindepth 1 -delete # what a sudden end left: nobody fetches it any more

for name in nginx.conf site.conf; do
  sed -e "s/{HTTP_PORT}/$HTTP_PORT/" -e "s/{HTTPS_PORT}/$HTTPS_PORT/" -e "s/{HEALTH_PORT}/$HEALTH_PORT/" \
    -e "s/{WEB}/$WEB/" "$program/$name" > "$RUN/$name"
done
ln -sfn "$program/told.conf" "$RUN/told.conf"
ln -sfn "$program/pages" "$RUN/pages"
ln -sfn "$BODIES" "$RUN/bodies"
ln -sfn "$CERTIFICATES/challenges" "$RUN/challenges"

# Until there is a certificate it answers with one nobody trusts: it must answer for anybody to give one.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=no certificate yet" \
  -keyout "$RUN/none/privkey.pem" -out "$RUN/none/fullchain.pem" 2> "$RUN/none/openssl.log"
choose() {
  if [ -s "$site/fullchain.pem" ] && [ -s "$site/privkey.pem" ]; then ln -sfn "$site" "$RUN/certificate"
  else ln -sfn "$RUN/none" "$RUN/certificate"; fi
  cksum < "$RUN/certificate/fullchain.pem"
}
run() { nginx -e stderr -p "$RUN/" -c "$RUN/nginx.conf" "$@"; }

seen=$(choose)
if ! run -q -t; then # a certificate without its key, or half of one: better one nobody trusts than no answer
  ln -sfn "$RUN/none" "$RUN/certificate"
  run -q -t
fi
(
  while sleep "$LOOK_EVERY" && kill -0 $$ 2> /dev/null; do
    now=$(choose)
    [ "$now" = "$seen" ] || { run -q -t && run -s reload && seen=$now; } || true # half written: the next look takes it
  done
) &
exec nginx -e stderr -p "$RUN/" -c "$RUN/nginx.conf" -g "daemon off;"
