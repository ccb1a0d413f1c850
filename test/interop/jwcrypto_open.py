"""Opens the JWE of standard input (JSON: jwe, jwk) with jwcrypto; prints its protected header and its text as JSON."""

import json
import sys

from jwcrypto import jwe, jwk

value = json.load(sys.stdin)
token = jwe.JWE()
token.deserialize(value["jwe"], jwk.JWK(**value["jwk"]))
header = json.loads(token.objects["protected"])
print(json.dumps({"header": header, "plaintext": token.payload.decode()}))
