# A whole payment by one of other makers' clients for Python: `python pay.py NAME`. Each is used as its README says.
import json
import os
import sys
import urllib.parse
import urllib.request

KEYS = (os.environ["LINEPAY_CHANNEL_ID"], os.environ["LINEPAY_CHANNEL_SECRET"])
ORDER_ID = f"ORD-{os.getpid()}"


def line_pay():
    from linepay import LinePayApi

    # In another currency than JPY it writes 360.0, which LINE Pay refuses.
    client = LinePayApi(*KEYS, is_sandbox=True)
    order = {
        "orderId": ORDER_ID,
        "amount": 360,
        "currency": "JPY",
        "packages": [{"id": "1", "amount": 360, "products": [{"name": "茶", "quantity": 1, "price": 360}]}],
        "redirectUrls": {"confirmUrl": "https://shop.example.com/paid", "cancelUrl": "https://shop.example.com/back"},
    }
    return (
        lambda: client.request(order),
        lambda id: client.check_payment_status(int(id)),
        lambda id: client.confirm(int(id), 360.0, "JPY"),
        lambda id: client.payment_details(transaction_id=int(id)),
        lambda id: client.refund(int(id), 60),
    )


def line_pay_sdk():
    from line_pay_sdk import LINEPay, LINEPayPayment

    client = LINEPayPayment(LINEPay(*KEYS))
    return (
        lambda: client.request(ORDER_ID, "茶", 360, "TWD", "https://shop.example.com/paid"),
        lambda id: client.confirm(id, 360, "TWD"),
        lambda id: client.inquire(transaction_ids=[id]),
        lambda id: client.refund(id, 60),
    )


def id_of(order_id):
    control = {"x-sandbox-control": "1", "x-sandbox-world": os.environ["LINEPAY_WORLD"]}
    asked = urllib.request.Request(os.environ["LINEPAY_URL"] + "/_sandbox/transactions", headers=control)
    payments = json.load(urllib.request.urlopen(asked))["transactions"]
    [redirect] = [payment["redirectUrl"] for payment in payments if payment["orderId"] == order_id]
    return urllib.parse.parse_qs(urllib.parse.urlsplit(redirect).query)["transactionId"][0]


request, *steps = {"line-pay": line_pay, "line-pay-sdk": line_pay_sdk}[sys.argv[1]]()
codes = [request()["returnCode"]]
transaction_id = id_of(ORDER_ID)
codes += [step(transaction_id)["returnCode"] for step in steps]
print(*codes)
