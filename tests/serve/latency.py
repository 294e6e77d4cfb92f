"""How long `copydesk serve` takes for an article of 4 KB: 500 requests on one connection. latency.py PROGRAM"""

import http.client
import os
import subprocess
import sys
import tempfile
import time
import urllib.parse

REQUESTS = 500
PARAGRAPHS = [
    "أعلنت بلدية المدينة القديمة إغلاق الجسر الحجري أمام الشاحنات ابتداء من صباح الأحد، بعد أن رصد المهندسون تشققات في دعاماته.",
    "وقال رئيس البلدية سامر القاضي إن القرار {n} يعود إلى “خطر لا يمكن تجاهله”، مضيفا أن الأعمال ستبدأ خلال أيام.",
    "ويعبر الجسر يوميا أكثر من {n} آلاف سيارة، ويربط السوق بالميناء منذ ثلاثينيات القرن الماضي.",
    "وانتقد تجار في السوق توقيت القرار، وقالت رنا عبود، وهي صاحبة مخبز: ”نخسر موسم الأعياد كله”.",
    "وتتوقع البلدية إعادة فتح الجسر في الخريف، فيما يُعتقد أن الكلفة ستتجاوز مليوني دينار.",
]


def article():
    text, number = "", 1
    while len(text.encode()) < 4096:
        text += PARAGRAPHS[number % len(PARAGRAPHS)].format(n=number) + "\n\n"
        number += 1
    return text


def main():
    words = [os.path.abspath(sys.argv[1]), "serve", "--isolated", "--port", "0"]
    run = subprocess.Popen(words, cwd=tempfile.mkdtemp(), stdout=subprocess.PIPE, text=True)
    try:
        host = run.stdout.readline().split("http://")[1].split()[0].split("/")[0]
        connection = http.client.HTTPConnection(host)
        head = {"Content-Type": "application/x-www-form-urlencoded"}
        text, took = article(), []
        for number in range(REQUESTS + 1):
            body = urllib.parse.urlencode({"text": f"{text}\n{number}", "language": "ar"})
            begun = time.perf_counter()
            connection.request("POST", "/v2/check", body, head)
            answered = connection.getresponse()
            read = answered.read()
            took.append((time.perf_counter() - begun) * 1000)
            assert answered.status == 200 and b"quotes/" in read, read
        first, took = took[0], sorted(took[1:])
        at = lambda share: took[int(len(took) * share) - 1]
        print(f"{len(text.encode())} bytes, {REQUESTS} requests: median {at(0.5):.1f} ms, p95 {at(0.95):.1f} ms, longest {took[-1]:.1f} ms; the first {first:.1f} ms")
    finally:
        run.terminate()


main()
