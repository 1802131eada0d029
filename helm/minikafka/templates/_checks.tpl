{{/* What the schema cannot say: values that contradict each other end the rendering with what would be accepted. */}}
{{- define "minikafka.check" -}}
{{- $kafka := eq .Values.profile "kafka" }}
{{- if and (not $kafka) (gt (int .Values.replicas) 1) }}
{{- fail (printf "replicas is %d; with profile %s accepted is 0 or 1, since two services would keep different topics. More need profile kafka." (int .Values.replicas) .Values.profile) }}
{{- end }}
{{- if and (not $kafka) .Values.autoscaling.enabled }}
{{- fail (printf "autoscaling.enabled is true; with profile %s there is one replica. More need profile kafka." .Values.profile) }}
{{- end }}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) }}
{{- fail (printf "autoscaling.minReplicas is %d; accepted is autoscaling.maxReplicas (%d) or fewer." (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) }}
{{- end }}
{{- if and $kafka (not .Values.kafka.bootstrapServers) }}
{{- fail "kafka.bootstrapServers is empty; profile kafka needs host:port of one broker or more, separated by commas." }}
{{- end }}
{{- $configured := dig "minikafka" "security" dict .Values.config }}
{{- if not (or .Values.security.allowAnonymous .Values.security.existingSecret $configured) }}
{{- fail "Nobody says who may use the service: set security.existingSecret (users), or config.minikafka.security, or, where everybody who reaches it may do everything, security.allowAnonymous=true." }}
{{- end }}
{{- if and .Values.security.allowAnonymous .Values.security.existingSecret }}
{{- fail (printf "security.allowAnonymous is true and security.existingSecret is %s; accepted is one of them, since users are pointless where everybody may do everything." .Values.security.existingSecret) }}
{{- end }}
{{- if and (ne .Values.tls.clientAuth "none") (not .Values.tls.clientCaKey) }}
{{- fail (printf "tls.clientAuth is %s; it needs tls.clientCaKey, the secret's key of the authority whose client certificates are trusted." .Values.tls.clientAuth) }}
{{- end }}
{{- $needed := int (include "minikafka.stopSeconds" .) }}
{{- $given := int .Values.shutdown.terminationGracePeriodSeconds }}
{{- if and (gt $given 0) (lt $given $needed) }}
{{- fail (printf "shutdown.terminationGracePeriodSeconds is %d; accepted is %d (all phases of the stop) or more, or 0 for that." $given $needed) }}
{{- end }}
{{- end }}

{{/* The longest that each of the three phases of a stop (waits end, doors close, HTTP closes) may take, by the service's own margin. */}}
{{- define "minikafka.phaseSeconds" -}}
{{- add (int .Values.shutdown.gracePeriodSeconds) 5 }}
{{- end }}

{{/* The longest a stop may take: the sleep before it, the phases, and 10 s for the store to sync and close. */}}
{{- define "minikafka.stopSeconds" -}}
{{- add (int .Values.shutdown.preStopSeconds) (mul 3 (int (include "minikafka.phaseSeconds" .))) 10 }}
{{- end }}

{{- define "minikafka.terminationGracePeriodSeconds" -}}
{{- $needed := int (include "minikafka.stopSeconds" .) }}
{{- max $needed (int .Values.shutdown.terminationGracePeriodSeconds) }}
{{- end }}
