// A payment by LINE Pay v3, with Go alone.
package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
)

var url, id, secret = os.Getenv("LINEPAY_URL"), os.Getenv("LINEPAY_CHANNEL_ID"), os.Getenv("LINEPAY_CHANNEL_SECRET")

type reply struct {
	ReturnCode string
	Info       struct{ TransactionId int64 } // an int64 holds it, a float64 does not
}

func call(path, body string) (answer reply) {
	random := make([]byte, 16)
	rand.Read(random)
	nonce := hex.EncodeToString(random)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(secret + path + body + nonce))
	request, _ := http.NewRequest("POST", url+path, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-LINE-ChannelId", id)
	request.Header.Set("X-LINE-Authorization-Nonce", nonce)
	request.Header.Set("X-LINE-Authorization", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	client := http.Client{Timeout: 60 * time.Second} // confirm may take 40 seconds
	response, err := client.Do(request)
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		panic(err)
	}
	return answer
}

func main() {
	reserved := call("/v3/payments/request", fmt.Sprintf(`{"amount":360,"currency":"TWD","orderId":"GO-%d",
		"packages":[{"id":"1","amount":360,"products":[{"name":"Tea","quantity":1,"price":360}]}],
		"redirectUrls":{"confirmUrl":"http://127.0.0.1:3000/paid","cancelUrl":"http://127.0.0.1:3000/cart"}}`, time.Now().UnixNano()))
	// The buyer goes to info.paymentUrl.web now; with --auto-approve nobody has to.
	path := fmt.Sprintf("/v3/payments/%d/confirm", reserved.Info.TransactionId)
	fmt.Println(call(path, `{"amount":360,"currency":"TWD"}`).ReturnCode)
}
