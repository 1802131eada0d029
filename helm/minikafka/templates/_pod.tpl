{{/* The pod, which is the same in a StatefulSet and in a Deployment. */}}
{{- define "minikafka.pod" -}}
metadata:
  labels:
    {{- include "minikafka.labels" . | nindent 4 }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    checksum/config: {{ toYaml .Values.config | sha256sum }}
    {{- with .Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  serviceAccountName: {{ include "minikafka.serviceAccountName" . }}
  automountServiceAccountToken: false
  # Variables of services beside us, such as MINIKAFKA_RESP_PORT of a service minikafka-resp, would be taken for settings.
  enableServiceLinks: false
  securityContext:
    {{- toYaml .Values.podSecurityContext | nindent 4 }}
  terminationGracePeriodSeconds: {{ include "minikafka.terminationGracePeriodSeconds" . }}
  containers:
    - name: minikafka
      image: {{ include "minikafka.image" . | quote }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      securityContext:
        {{- toYaml .Values.securityContext | nindent 8 }}
      env:
        {{- include "minikafka.env" . | nindent 8 }}
      {{- with .Values.extraEnvFrom }}
      envFrom:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      ports:
        - name: grpc
          containerPort: 9999
        {{- if .Values.redis.enabled }}
        - name: redis
          containerPort: 6380
        {{- end }}
        - name: http
          containerPort: 8080
      {{- include "minikafka.probe" (list "startup" "/livez" .) | nindent 6 }}
      {{- include "minikafka.probe" (list "liveness" "/livez" .) | nindent 6 }}
      {{- include "minikafka.probe" (list "readiness" "/readyz" .) | nindent 6 }}
      {{- if .Values.shutdown.preStopSeconds }}
      lifecycle:
        preStop:
          # Until everybody has heard that this pod is leaving, it goes on serving.
          sleep:
            seconds: {{ .Values.shutdown.preStopSeconds }}
      {{- end }}
      resources:
        {{- toYaml .Values.resources | nindent 8 }}
      volumeMounts:
        - name: tmp
          mountPath: /tmp
        {{- if eq .Values.profile "file" }}
        - name: data
          mountPath: /data
        {{- end }}
        {{- if .Values.config }}
        - name: config
          mountPath: /etc/minikafka/config
          readOnly: true
        {{- end }}
        {{- range include "minikafka.secrets" . | fromYamlArray }}
        - name: {{ .name }}
          mountPath: /etc/minikafka/{{ .name }}
          readOnly: true
        {{- end }}
        {{- with .Values.extraVolumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    - name: tmp
      emptyDir:
        sizeLimit: 256Mi
    {{- if and (eq .Values.profile "file") .Values.persistence.existingClaim }}
    - name: data
      persistentVolumeClaim:
        claimName: {{ .Values.persistence.existingClaim }}
    {{- end }}
    {{- if .Values.config }}
    - name: config
      configMap:
        name: {{ include "minikafka.fullname" . }}-config
    {{- end }}
    {{- range include "minikafka.secrets" . | fromYamlArray }}
    - name: {{ .name }}
      secret:
        secretName: {{ .secret }}
        # Readable by the group that fsGroup gives.
        defaultMode: 0440
    {{- end }}
    {{- with .Values.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.topologySpreadConstraints }}
  topologySpreadConstraints:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
{{- end }}

{{/* Of the name, the path and the chart's context. */}}
{{- define "minikafka.probe" -}}
{{- $name := index . 0 }}
{{- $context := index . 2 }}
{{- $probe := index $context.Values.probes $name }}
{{ $name }}Probe:
  httpGet:
    path: {{ index . 1 }}
    port: http
    {{- if and $context.Values.tls.existingSecret $context.Values.tls.http }}
    scheme: HTTPS
    {{- end }}
  periodSeconds: {{ $probe.periodSeconds }}
  timeoutSeconds: {{ $probe.timeoutSeconds }}
  failureThreshold: {{ $probe.failureThreshold }}
{{- end }}

{{/* The secrets to mount below /etc/minikafka, each under its name. */}}
{{- define "minikafka.secrets" -}}
{{- $secrets := list }}
{{- with .Values.security.existingSecret }}
{{- $secrets = append $secrets (dict "name" "security" "secret" .) }}
{{- end }}
{{- if and (eq .Values.profile "kafka") .Values.kafka.existingSecret }}
{{- $secrets = append $secrets (dict "name" "kafka" "secret" .Values.kafka.existingSecret) }}
{{- end }}
{{- with .Values.tls.existingSecret }}
{{- $secrets = append $secrets (dict "name" "tls" "secret" .) }}
{{- end }}
{{- toYaml $secrets }}
{{- end }}
