# A payment by LINE Pay v3, with Python alone; requests and httpx work the same.
import base64, hashlib, hmac, json, os, time, urllib.request, uuid

url, channel, secret = (os.environ[name] for name in ("LINEPAY_URL", "LINEPAY_CHANNEL_ID", "LINEPAY_CHANNEL_SECRET"))


def call(path, body):
    text = json.dumps(body)  # made once: what is signed is what is sent
    nonce = str(uuid.uuid4())
    signature = hmac.new(secret.encode(), (secret + path + text + nonce).encode(), hashlib.sha256).digest()
    headers = {
        "Content-Type": "application/json",
        "X-LINE-ChannelId": channel,
        "X-LINE-Authorization-Nonce": nonce,
        "X-LINE-Authorization": base64.b64encode(signature).decode(),
    }
    request = urllib.request.Request(url + path, text.encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as answer:  # confirm may take 40 seconds
        return json.load(answer)


reserved = call("/v3/payments/request", {
    "amount": 360, "currency": "TWD", "orderId": f"PYTHON-{time.time()}",
    "packages": [{"id": "1", "amount": 360, "products": [{"name": "Tea", "quantity": 1, "price": 360}]}],
    "redirectUrls": {"confirmUrl": "http://127.0.0.1:3000/paid", "cancelUrl": "http://127.0.0.1:3000/cart"},
})
# The buyer goes to reserved["info"]["paymentUrl"]["web"] now; with --auto-approve nobody has to.
transaction = reserved["info"]["transactionId"]
print(call(f"/v3/payments/{transaction}/confirm", {"amount": 360, "currency": "TWD"})["returnCode"])
