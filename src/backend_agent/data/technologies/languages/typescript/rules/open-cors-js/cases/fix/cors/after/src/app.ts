import cors from 'cors';
import express from 'express';

export const app = express();
app.use(cors({ origin: (process.env.CORS_ORIGINS ?? '').split(',').filter(Boolean), credentials: true }));
