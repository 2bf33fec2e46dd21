# A payment by LINE Pay v3, with Ruby alone; Faraday works the same.
require "json"
require "net/http"
require "openssl"
require "securerandom"

URL, ID, SECRET = %w[LINEPAY_URL LINEPAY_CHANNEL_ID LINEPAY_CHANNEL_SECRET].map { |name| ENV.fetch(name) }

def call(path, body)
  text = JSON.generate(body) # made once: what is signed is what is sent
  nonce = SecureRandom.uuid
  headers = {
    "Content-Type" => "application/json",
    "X-LINE-ChannelId" => ID,
    "X-LINE-Authorization-Nonce" => nonce,
    "X-LINE-Authorization" => [OpenSSL::HMAC.digest("SHA256", SECRET, SECRET + path + text + nonce)].pack("m0")
  }
  JSON.parse(Net::HTTP.post(URI(URL + path), text, headers).body)
end

reserved = call("/v3/payments/request", {
  amount: 360, currency: "TWD", orderId: "RUBY-#{Time.now.to_f}",
  packages: [{ id: "1", amount: 360, products: [{ name: "Tea", quantity: 1, price: 360 }] }],
  redirectUrls: { confirmUrl: "http://127.0.0.1:3000/paid", cancelUrl: "http://127.0.0.1:3000/cart" }
})
# The buyer goes to reserved["info"]["paymentUrl"]["web"] now; with --auto-approve nobody has to.
transaction = reserved["info"]["transactionId"]
puts call("/v3/payments/#{transaction}/confirm", { amount: 360, currency: "TWD" })["returnCode"]
