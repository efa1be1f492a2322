// Only on pages with a plot (http/layout.tsx): the page shows its lines and numbers without this.
import './elements/download-chart.ts'
