FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /herald
# What changes seldom first: a change of the code need not install anew.
COPY package.json package-lock.json .npmrc ./
# Herald brings no native module: nothing of a dependency has to run at its installation.
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force
COPY src ./src
COPY commands ./commands
RUN mkdir data && chown node:node data
USER node
VOLUME /herald/data
EXPOSE 9321
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.HTTP_PORT ?? 9321) + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# As process 1, without a shell or npm before it: SIGTERM reaches Herald, which ends within ten seconds.
STOPSIGNAL SIGTERM
CMD ["node", "src/main.ts"]
