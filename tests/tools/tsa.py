"""A time-stamp authority on the loopback for the tests: tsa.py FOLDER PIPE.

FOLDER holds tsa.cnf, tsa.key, tsa.pem and tsa_chain.pem; each request (RFC 3161 section 3.4) is answered by `openssl ts`.
Writes its port into PIPE (mkfifo) once it listens: whoever reads there waits for that. Runs until it is killed or its parent is gone.
"""
import http.server
import os
import subprocess
import sys
import threading
import time

folder, pipe = sys.argv[1], sys.argv[2]


class Authority(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path != "/tsa" or self.headers["Content-Type"] != "application/timestamp-query":
            self.send_error(404)
            return
        with open(os.path.join(folder, "query.tsq"), "wb") as f:
            f.write(body)
        subprocess.run(["openssl", "ts", "-config", "tsa.cnf", "-reply", "-queryfile", "query.tsq", "-out", "reply.tsr"],
                       cwd=folder, check=True, stderr=subprocess.DEVNULL)
        with open(os.path.join(folder, "reply.tsr"), "rb") as f:
            answer = f.read()
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def follow_parent(parent):
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


server = http.server.HTTPServer(("127.0.0.1", 0), Authority)
threading.Thread(target=follow_parent, args=(os.getppid(),), daemon=True).start()
with open(pipe, "w") as f:
    f.write(str(server.server_port) + "\n")
server.serve_forever()
