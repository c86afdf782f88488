app.add_middleware(  # expect: open-cors-with-credentials
    CORSMiddleware,
    allow_origins=["*"],
    allow_credentials=True,
)
