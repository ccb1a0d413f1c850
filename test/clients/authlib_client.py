"""An application in Python: begins a login, or ends one with the URL the browser came back to."""
import json
import os
import sys

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import jwt

domain = os.environ['AUTH0_DOMAIN']
client = OAuth2Session(
    'hr-web',
    os.environ['AUTH0_CLIENT_SECRET'],
    scope='openid profile email offline_access',
    redirect_uri=os.environ['CALLBACK'],
    code_challenge_method='S256',
)
token_endpoint = f'https://{domain}/oauth/token'

if sys.argv[1] == 'begin':
    verifier = generate_token(48)
    url, _ = client.create_authorization_url(f'https://{domain}/authorize', code_verifier=verifier)
    print(json.dumps({'url': url, 'verifier': verifier}))
else:
    tokens = client.fetch_token(
        token_endpoint, authorization_response=sys.argv[2], code_verifier=sys.argv[3]
    )
    keys = requests.get(f'https://{domain}/.well-known/jwks.json').json()
    claims = jwt.decode(tokens['id_token'], keys, claims_options={'iss': {'value': f'https://{domain}/'}})
    claims.validate()
    userinfo = client.get(f'https://{domain}/userinfo').json()
    refreshed = client.refresh_token(token_endpoint, refresh_token=tokens['refresh_token'])
    print(json.dumps({'claims': claims, 'userinfo': userinfo, 'refreshed': refreshed}))
