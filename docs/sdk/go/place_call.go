// The SDK: go get github.com/twilio/twilio-go. Run: go run ., with TALLYLINE_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN
// and TWILIO_PHONE_NUMBER set (npm run twilio -- sets them).
package main

import (
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/twilio/twilio-go"
	"github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"
)

// The recipe
type tallyline struct{ client.Client }

func (t *tallyline) SendRequest(method, address string, form url.Values, headers map[string]interface{}, body ...byte) (*http.Response, error) {
	here := strings.Replace(address, "https://api.twilio.com", os.Getenv("TALLYLINE_URL"), 1)
	return t.Client.SendRequest(method, here, form, headers, body...)
}

func tallylineClient(sid, token string) *twilio.RestClient {
	here := &tallyline{client.Client{Credentials: client.NewCredentials(sid, token)}}
	here.SetAccountSid(sid)
	return twilio.NewRestClientWithParams(twilio.ClientParams{Client: here})
}

// End of the recipe

func main() {
	rest := tallylineClient(os.Getenv("TWILIO_ACCOUNT_SID"), os.Getenv("TWILIO_AUTH_TOKEN"))
	placing := &api.CreateCallParams{}
	placing.SetFrom(os.Getenv("TWILIO_PHONE_NUMBER")).SetTo("+14155550123")
	placing.SetTwiml("<Response><Say>Hello from Go</Say></Response>")
	call, err := rest.Api.CreateCall(placing)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("call", *call.Sid, *call.Status)
	messages, err := rest.Api.ListMessage((&api.ListMessageParams{}).SetLimit(20))
	if err != nil {
		log.Fatal(err)
	}
	for _, message := range messages {
		fmt.Println("message", *message.Sid, *message.Body)
	}
}
