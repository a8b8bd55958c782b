# The collection in an image: its build is the two commands, so an image that was built has run every notebook and test.
#   docker build -t unetlab .
#   docker run --rm -p 8888:8888 unetlab        # JupyterLab, with the address to open
FROM node:24-bookworm AS machine
RUN apt-get update \
 && apt-get install -y --no-install-recommends g++ python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
USER node

FROM machine
WORKDIR /home/node/unetlab
COPY --chown=node:node . .
RUN npm start -- --profile smoke
RUN npm test
EXPOSE 8888
CMD ["npm", "run", "lab", "--", "--no-browser", "--ip=0.0.0.0", "--port=8888"]
