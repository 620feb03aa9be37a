# The SDK: gem install twilio-ruby. Run: ruby place_call.rb, with TALLYLINE_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and
# TWILIO_PHONE_NUMBER set (npm run twilio -- sets them).
require 'twilio-ruby'

# The recipe
class TallylineHttpClient < Twilio::HTTP::Client
  def request(host, port, method, url, *rest)
    super(host, port, method, url.sub('https://api.twilio.com', ENV.fetch('TALLYLINE_URL')), *rest)
  end
end

sid, token = ENV.fetch('TWILIO_ACCOUNT_SID'), ENV.fetch('TWILIO_AUTH_TOKEN')
client = Twilio::REST::Client.new(sid, token, nil, nil, TallylineHttpClient.new)
# End of the recipe

twiml = '<Response><Say>Hello from Ruby</Say></Response>'
call = client.calls.create(from: ENV.fetch('TWILIO_PHONE_NUMBER'), to: '+14155550123', twiml: twiml)
puts "call #{call.sid} #{call.status}"
client.messages.list(limit: 20).each { |message| puts "message #{message.sid} #{message.body}" }
