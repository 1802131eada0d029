{{/* What the containers of the test pod have in common. */}}
{{- define "minikafka.testEnv" -}}
env:
  - name: POD_UID
    valueFrom:
      fieldRef:
        fieldPath: metadata.uid
  - name: TOPIC
    value: helm-test-$(POD_UID)
  - name: MINIKAFKA_HOST
    value: {{ include "minikafka.fullname" . }}:{{ .Values.service.ports.grpc }}
  {{- with .Values.test.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .Values.test.extraEnvFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "minikafka.testMounts" -}}
volumeMounts:
  - name: tmp
    mountPath: /tmp
  {{- if and .Values.tls.existingSecret .Values.tls.caKey }}
  - name: tls
    mountPath: /etc/minikafka/tls
    readOnly: true
  {{- end }}
{{- end }}

{{/* A container of the service's own image, whose command line speaks gRPC. */}}
{{- define "minikafka.testGrpc" -}}
image: {{ include "minikafka.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  {{- toYaml .Values.securityContext | nindent 2 }}
{{ include "minikafka.testEnv" . }}
{{ include "minikafka.testMounts" . }}
{{- end }}

{{- define "minikafka.testGrpcArguments" -}}
{{- if and .Values.tls.existingSecret .Values.tls.grpc }}
- --tls
{{- with .Values.tls.caKey }}
- --tls-trust
- /etc/minikafka/tls/{{ . }}
{{- end }}
{{- end }}
{{- range .Values.test.grpcArguments }}
- {{ . | quote }}
{{- end }}
{{- end }}
