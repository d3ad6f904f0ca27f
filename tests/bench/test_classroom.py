"""Forty students press Train at once, on one worker: when does each see a first point? Printed, not judged."""

import json
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar

import builder
from tests.product import Product, running

STUDENTS = 40


class Student:
    """A visitor of their own, with a browser's cookies."""

    def __init__(self, product: Product) -> None:
        self._url = product.url
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))
        self._opener.open(f"{self._url}/").read()

    def ask(self, path: str, body: object = None) -> dict:
        token = next(cookie.value for cookie in self._cookies if cookie.name == "csrftoken")
        headers = {"Content-Type": "application/json", "X-CSRFToken": token}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, data, headers)
        return json.load(self._opener.open(request))

    def press_train(self) -> str:
        document = builder.STARTERS["two-moons-mlp"].document.model_dump(mode="json")
        document["training"]["epochs"] = 300
        project = self.ask("/api/projects/", {"starter": "two-moons-mlp"})["id"]
        return self.ask(f"/api/projects/{project}/runs/", {"document": document})["id"]


def test_forty_runs_at_once(tmp_path, figure):
    with running(tmp_path) as product:
        with ThreadPoolExecutor(8) as pool:
            students = list(pool.map(lambda _: Student(product), range(STUDENTS)))
            begun = time.monotonic()
            runs = list(pool.map(Student.press_train, students))
        first = [0.0] * STUDENTS
        while not all(first) and time.monotonic() - begun < 120:
            for place, (student, run) in enumerate(zip(students, runs, strict=True)):
                if not first[place] and student.ask(f"/api/runs/{run}/")["step"]:
                    first[place] = time.monotonic() - begun
            time.sleep(0.1)
    assert all(first), "somebody never saw a point"
    figure(
        f"{STUDENTS} runs at once: first point after {sorted(first)[STUDENTS // 2]:.1f} s at the median, "
        f"{max(first):.1f} s at the last (aim: within 10 s)"
    )
