"""What both servers must refuse, and a client that sends requests made by hand."""

import http.client
from urllib.parse import urlencode

HOSTS = ["evil.example", "127.0.0.1", "127.0.0.1:1", "127.0.0.2", "[::1]", "", None]
OTHER_SITES = [
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},
    {"Sec_Fetch_Site": "none"},
    {},
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Sec_Fetch_Site": "cross-site", "Origin": "http://127.0.0.1:{port}"},
]
"""Headers of a form that the page itself did not send."""
FORGED = ["", "x", "{session:.20}", '"; a=b']
"""Values of the cookie that the server did not give."""


class Client:
    """Keeps cookies, and sends what it is told to."""

    def __init__(self, server):
        self.server = server
        self.cookies = {}

    def ask(self, method, path, body=None, **headers):
        given = {"Host": f"127.0.0.1:{self.server.port}", **headers}
        if self.cookies and "Cookie" not in given:
            given["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        data = urlencode(body, doseq=True) if isinstance(body, dict) else body
        link = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        link.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in given.items():
            if value is not None:
                link.putheader(name.replace("_", "-"), value.format(port=self.server.port))
        if data is not None and not {"Transfer_Encoding", "Content_Length"} & set(given):
            link.putheader("Content-Length", str(len(data)))
        link.endheaders(data.encode() if isinstance(data, str) else data)
        answer = link.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        link.close()
        return answer, text

    def post(self, path, body, **headers):
        return self.ask("POST", path, body, **{"Sec_Fetch_Site": "same-origin", **headers})
