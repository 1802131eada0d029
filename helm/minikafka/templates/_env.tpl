{{/* The service's settings that follow from the values; config and extraEnv have all others. */}}
{{- define "minikafka.env" -}}
- name: SPRING_PROFILES_ACTIVE
  value: {{ .Values.profile }}
- name: MINIKAFKA_HOST
  value: ":9999"
- name: MINIKAFKA_RESP_ENABLED
  value: {{ .Values.redis.enabled | quote }}
- name: MINIKAFKA_RESP_ADDRESS
  value: 0.0.0.0
- name: MINIKAFKA_RESP_PORT
  value: "6380"
- name: SERVER_ADDRESS
  value: 0.0.0.0
- name: SERVER_PORT
  value: "8080"
{{- if eq .Values.profile "file" }}
- name: MINIKAFKA_ROOT_DIR
  value: /data
{{- end }}
{{- if eq .Values.profile "kafka" }}
- name: SPRING_KAFKA_BOOTSTRAPSERVERS
  value: {{ .Values.kafka.bootstrapServers | quote }}
{{- end }}
- name: MINIKAFKA_SHUTDOWN_GRACEPERIOD
  value: {{ printf "%ds" (int .Values.shutdown.gracePeriodSeconds) }}
{{- if .Values.security.allowAnonymous }}
- name: MINIKAFKA_SECURITY_ALLOWANONYMOUS
  value: "true"
{{- end }}
{{- with include "minikafka.configImports" . }}
- name: SPRING_CONFIG_IMPORT
  value: {{ . | quote }}
{{- end }}
{{- if .Values.config }}
- name: SPRING_CONFIG_ADDITIONALLOCATION
  value: file:/etc/minikafka/config/
{{- end }}
{{- if .Values.tls.existingSecret }}
{{ include "minikafka.tlsEnv" . }}
{{- end }}
- name: JDK_JAVA_OPTIONS
  value: {{ include "minikafka.javaOptions" . | quote }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Secrets become settings: a file each, its name the property, its content the value. */}}
{{- define "minikafka.configImports" -}}
{{- $imports := list }}
{{- if .Values.security.existingSecret }}
{{- $imports = append $imports "configtree:/etc/minikafka/security/" }}
{{- end }}
{{- if and (eq .Values.profile "kafka") .Values.kafka.existingSecret }}
{{- $imports = append $imports "configtree:/etc/minikafka/kafka/" }}
{{- end }}
{{- join "," $imports }}
{{- end }}

{{- define "minikafka.tlsEnv" -}}
- name: SPRING_SSL_BUNDLE_PEM_MINIKAFKA_KEYSTORE_CERTIFICATE
  value: file:/etc/minikafka/tls/tls.crt
- name: SPRING_SSL_BUNDLE_PEM_MINIKAFKA_KEYSTORE_PRIVATEKEY
  value: file:/etc/minikafka/tls/tls.key
- name: SPRING_SSL_BUNDLE_PEM_MINIKAFKA_RELOADONUPDATE
  value: "true"
{{- with .Values.tls.clientCaKey }}
- name: SPRING_SSL_BUNDLE_PEM_MINIKAFKA_TRUSTSTORE_CERTIFICATE
  value: {{ printf "file:/etc/minikafka/tls/%s" . }}
{{- end }}
{{- $doors := list }}
{{- range list "grpc" "redis" }}
{{- if index $.Values.tls . }}
{{- $doors = append $doors . }}
{{- end }}
{{- end }}
{{- if $doors }}
- name: MINIKAFKA_SSL_BUNDLE
  value: minikafka
- name: MINIKAFKA_SSL_DOORS
  value: {{ join "," $doors | quote }}
- name: MINIKAFKA_SSL_CLIENTAUTH
  value: {{ .Values.tls.clientAuth }}
{{- end }}
{{- if .Values.tls.http }}
- name: SERVER_SSL_BUNDLE
  value: minikafka
{{- end }}
{{- end }}

{{- define "minikafka.javaOptions" -}}
-XX:MaxRAMPercentage={{ .Values.jvm.maxRamPercentage }} -XX:MaxDirectMemorySize={{ .Values.jvm.maxDirectMemory }}
{{- range .Values.jvm.options }} {{ . }}{{ end }}
{{- end }}
