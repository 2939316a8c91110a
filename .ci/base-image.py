#!/usr/bin/env python3
"""Makes a small base image of a folder and serves it as a registry on loopback, for as long as standard input stays open.

usage: .ci/base-image.py ROOT NAME:TAG
Prints the registry's host:port. Reads only: what is pushed is refused.
"""
import gzip, hashlib, http.server, io, json, re, sys, tarfile, threading

INDEX = "application/vnd.oci.image.index.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"


def digest(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


def layer_of(root):
    tar = io.BytesIO()

    def plain(entry):
        entry.mtime, entry.uname, entry.gname = 0, "", ""
        if not re.match(r"^\./(data|tmp)(/|$)", entry.name):
            entry.uid = entry.gid = 0
        return entry

    with tarfile.open(fileobj=tar, mode="w") as archive:
        archive.add(root, arcname=".", filter=plain)
    return tar.getvalue()


def blobs_of(root):
    tar = layer_of(root)
    layer = gzip.compress(tar, compresslevel=1, mtime=0)
    config = json.dumps({
        "architecture": "amd64", "os": "linux", "config": {"Env": ["PATH=/usr/bin:/bin"]},
        "rootfs": {"type": "layers", "diff_ids": [digest(tar)]}, "history": [{"created_by": "base of Debian packages"}],
    }).encode()
    manifest = json.dumps({
        "schemaVersion": 2, "mediaType": MANIFEST,
        "config": {"mediaType": CONFIG, "digest": digest(config), "size": len(config)},
        "layers": [{"mediaType": LAYER, "digest": digest(layer), "size": len(layer)}],
    }).encode()
    return {digest(c): (t, c) for t, c in ((LAYER, layer), (CONFIG, config), (MANIFEST, manifest))}, digest(manifest)


def main():
    root, image = sys.argv[1:3]
    name, tag = image.split(":")
    blobs, manifest = blobs_of(root)

    class Registry(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            found = re.match(rf"^/v2/(?:{re.escape(name)}/(?:manifests|blobs)/([^/?]+))?$", self.path)
            if self.path == "/v2/":
                return self.send(200, "application/json", b"{}")
            reference = found and found.group(1)
            reference = manifest if reference == tag else reference
            if reference in blobs:
                return self.send(200, *blobs[reference], reference)
            return self.send(404, "application/json", b'{"errors":[{"code":"MANIFEST_UNKNOWN"}]}')

        do_HEAD = do_GET

        def send(self, status, kind, content, reference=None):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            if reference:
                self.send_header("Docker-Content-Digest", reference)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"127.0.0.1:{server.server_port}", flush=True)
    sys.stdin.read()


main()
