import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './style/index.css';

const place = document.getElementById('console');
if (place !== null) createRoot(place).render(<App />);
