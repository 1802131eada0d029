package io.minikafka.deploy;

import static io.minikafka.deploy.Chart.ANONYMOUS;
import static io.minikafka.deploy.Chart.KAFKA;
import static io.minikafka.deploy.Chart.MINIKAFKA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What single values of the chart do. */
class ChartTests {
    private static final String TLS = ANONYMOUS + "tls: {existingSecret: certificate, caKey: ca.crt}\n";

    @Test
    void helmFindsNothingToComplainAbout() {
        LintResult result = MINIKAFKA.lint();
        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
        assertThat(result.getMessages())
                .noneMatch(message -> message.contains("[WARNING]") || message.contains("[ERROR]"));
    }

    @Test
    void nobodyRunsItOpenToEverybodyWithoutSayingSo() {
        assertThatThrownBy(() -> MINIKAFKA.render(""))
                .hasMessageContaining("security.existingSecret")
                .hasMessageContaining("security.allowAnonymous=true");
        assertThat(MINIKAFKA.render("security: {existingSecret: users}").environment())
                .doesNotContainKey("MINIKAFKA_SECURITY_ALLOWANONYMOUS")
                .containsEntry("SPRING_CONFIG_IMPORT", "configtree:/etc/minikafka/security/");
        assertThat(MINIKAFKA.render(ANONYMOUS).environment())
                .containsEntry("MINIKAFKA_SECURITY_ALLOWANONYMOUS", "true");
    }

    @Test
    void filesAreKeptInAClaimOfTheOnlyPodThatWrites() {
        Manifests manifests = MINIKAFKA.render(ANONYMOUS + "persistence: {size: 50Gi, storageClass: fast}");
        assertThat(manifests.all(Deployment.class)).isEmpty();
        StatefulSetSpec set = manifests.only(StatefulSet.class).getSpec();
        assertThat(set.getReplicas()).isEqualTo(1);
        assertThat(set.getServiceName()).isEqualTo("shop-minikafka-headless");
        assertThat(set.getPersistentVolumeClaimRetentionPolicy().getWhenDeleted())
                .isEqualTo("Retain");
        PersistentVolumeClaim claim = set.getVolumeClaimTemplates().get(0);
        assertThat(claim.getSpec().getStorageClassName()).isEqualTo("fast");
        assertThat(claim.getSpec().getResources().getRequests()).containsEntry("storage", new Quantity("50Gi"));
        assertThat(manifests.container().getVolumeMounts())
                .anySatisfy(mount -> assertThat(mount.getMountPath()).isEqualTo("/data"));
        assertThat(manifests.environment())
                .containsEntry("SPRING_PROFILES_ACTIVE", "file")
                .containsEntry("MINIKAFKA_ROOT_DIR", "/data");
    }

    @Test
    void aClaimThatIsThereAlreadyIsUsed() {
        Manifests manifests = MINIKAFKA.render(ANONYMOUS + "persistence: {existingClaim: old-data}");
        assertThat(manifests.only(StatefulSet.class).getSpec().getVolumeClaimTemplates())
                .isEmpty();
        assertThat(manifests.pod().getSpec().getVolumes())
                .filteredOn(volume -> volume.getPersistentVolumeClaim() != null)
                .extracting(volume -> volume.getPersistentVolumeClaim().getClaimName())
                .containsExactly("old-data");
    }

    @Test
    void inMemoryThereIsOnePodAtATimeAndNoClaim() {
        Manifests manifests = MINIKAFKA.render(ANONYMOUS + "profile: memory");
        assertThat(manifests.all(StatefulSet.class)).isEmpty();
        assertThat(manifests.only(Deployment.class).getSpec().getStrategy().getType())
                .isEqualTo("Recreate");
        assertThat(manifests.pod().getSpec().getVolumes())
                .extracting(Volume::getName)
                .containsExactly("tmp");
        assertThat(manifests.environment()).containsEntry("SPRING_PROFILES_ACTIVE", "memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "memory"})
    void moreThanOneReplicaIsRefusedWithoutKafka(String profile) {
        assertThatThrownBy(() -> MINIKAFKA.render(ANONYMOUS + "replicas: 2\nprofile: " + profile))
                .hasMessageContaining("replicas is 2; with profile " + profile);
        assertThatThrownBy(() -> MINIKAFKA.render(ANONYMOUS + "autoscaling: {enabled: true}\nprofile: " + profile))
                .hasMessageContaining("autoscaling.enabled is true; with profile " + profile);
    }

    @Test
    void beforeKafkaThereAreAsManyPodsAsOneLikes() {
        Manifests manifests = MINIKAFKA.render(KAFKA + "replicas: 3");
        assertThat(manifests.only(Deployment.class).getSpec().getReplicas()).isEqualTo(3);
        assertThat(manifests
                        .only(PodDisruptionBudget.class)
                        .getSpec()
                        .getMaxUnavailable()
                        .getIntVal())
                .isEqualTo(1);
        assertThat(manifests.environment())
                .containsEntry("SPRING_PROFILES_ACTIVE", "kafka")
                .containsEntry("SPRING_KAFKA_BOOTSTRAPSERVERS", "kafka-1:9092,kafka-2:9092");
    }

    @Test
    void aClusterThatIsNotNamedIsRefused() {
        assertThatThrownBy(() -> MINIKAFKA.render(ANONYMOUS + "profile: kafka"))
                .hasMessageContaining("kafka.bootstrapServers is empty");
    }

    @Test
    void nodesCanBeDrainedOfTheOnlyReplica() {
        assertThat(MINIKAFKA.render(KAFKA).all(PodDisruptionBudget.class)).isEmpty();
        assertThat(MINIKAFKA.render(ANONYMOUS).all(PodDisruptionBudget.class)).isEmpty();
    }

    @Test
    void anAutoscalerDecidesAloneAboutTheReplicas() {
        Manifests manifests = MINIKAFKA.render(KAFKA + "autoscaling: {enabled: true, minReplicas: 2, maxReplicas: 4}");
        assertThat(manifests.only(Deployment.class).getSpec().getReplicas()).isNull();
        assertThat(manifests.only(HorizontalPodAutoscaler.class).getSpec().getMaxReplicas())
                .isEqualTo(4);
        assertThat(manifests.all(PodDisruptionBudget.class)).hasSize(1);
        assertThatThrownBy(() -> MINIKAFKA.render(KAFKA + "autoscaling: {enabled: true, minReplicas: 9}"))
                .hasMessageContaining("autoscaling.minReplicas is 9; accepted is autoscaling.maxReplicas (6) or fewer");
    }

    @Test
    void aGraceShorterThanTheStopIsRefused() {
        assertThat(MINIKAFKA.render(ANONYMOUS).pod().getSpec().getTerminationGracePeriodSeconds())
                .isEqualTo(60);
        String longer = ANONYMOUS + "shutdown: {terminationGracePeriodSeconds: 300}";
        assertThat(MINIKAFKA.render(longer).pod().getSpec().getTerminationGracePeriodSeconds())
                .isEqualTo(300);
        assertThatThrownBy(() -> MINIKAFKA.render(ANONYMOUS + "shutdown: {terminationGracePeriodSeconds: 30}"))
                .hasMessageContaining("terminationGracePeriodSeconds is 30; accepted is 60");
    }

    @Test
    void aChangeOfTheConfigurationRestartsThePods() {
        Manifests before = MINIKAFKA.render(ANONYMOUS + "config: {minikafka: {retention-time: 1d}}");
        Manifests after = MINIKAFKA.render(ANONYMOUS + "config: {minikafka: {retention-time: 2d}}");
        assertThat(before.only(ConfigMap.class).getData())
                .containsEntry("application.yaml", "minikafka:\n  retention-time: 1d\n");
        assertThat(before.environment())
                .containsEntry("SPRING_CONFIG_ADDITIONALLOCATION", "file:/etc/minikafka/config/");
        assertThat(checksum(before)).isNotEqualTo(checksum(after)).hasSize(64);
    }

    @Test
    void certificatesServeAllDoorsAndTheProbes() {
        Manifests manifests = MINIKAFKA.render(TLS);
        assertThat(manifests.environment())
                .containsEntry("MINIKAFKA_SSL_BUNDLE", "minikafka")
                .containsEntry("MINIKAFKA_SSL_DOORS", "grpc,redis")
                .containsEntry("SERVER_SSL_BUNDLE", "minikafka")
                .containsEntry("SPRING_SSL_BUNDLE_PEM_MINIKAFKA_RELOADONUPDATE", "true");
        assertThat(manifests.container().getReadinessProbe().getHttpGet().getScheme())
                .isEqualTo("HTTPS");
        Manifests plainHttp = MINIKAFKA.render(ANONYMOUS + "tls: {existingSecret: certificate, http: false}");
        assertThat(plainHttp.environment()).doesNotContainKey("SERVER_SSL_BUNDLE");
        assertThat(plainHttp.container().getReadinessProbe().getHttpGet().getScheme())
                .isNull();
    }

    @Test
    void eachDoorCanBeLeftUnencrypted() {
        String only = ANONYMOUS + "tls: {existingSecret: certificate, %s: false}";
        assertThat(MINIKAFKA.render(only.formatted("grpc")).environment())
                .containsEntry("MINIKAFKA_SSL_DOORS", "redis");
        assertThat(MINIKAFKA.render(only.formatted("redis")).environment())
                .containsEntry("MINIKAFKA_SSL_DOORS", "grpc");
        assertThat(MINIKAFKA.render(only.formatted("grpc: false, redis")).environment())
                .doesNotContainKey("MINIKAFKA_SSL_BUNDLE")
                .containsEntry("SERVER_SSL_BUNDLE", "minikafka");
    }

    @Test
    void whatTheServiceWouldRefuseIsRefusedBefore() {
        assertThatThrownBy(() -> MINIKAFKA.render("security: {allowAnonymous: true, existingSecret: users}"))
                .hasMessageContaining("accepted is one of them");
        assertThatThrownBy(() -> MINIKAFKA.render(ANONYMOUS + "tls: {existingSecret: certificate, clientAuth: need}"))
                .hasMessageContaining("it needs tls.clientCaKey");
    }

    @Test
    void theClusterIsLoggedInToByASecret() {
        Manifests manifests = MINIKAFKA.render(
                "profile: kafka\nkafka: {bootstrapServers: 'k:9093', existingSecret: sasl}\nsecurity: {existingSecret: users}");
        assertThat(manifests.environment())
                .containsEntry(
                        "SPRING_CONFIG_IMPORT", "configtree:/etc/minikafka/security/,configtree:/etc/minikafka/kafka/");
        assertThat(manifests.pod().getSpec().getVolumes())
                .filteredOn(volume -> volume.getSecret() != null)
                .extracting(volume -> volume.getSecret().getSecretName())
                .containsExactly("users", "sasl");
    }

    @Test
    void aDigestNamesTheImageRatherThanATag() {
        String digest = "sha256:" + "0a".repeat(32);
        assertThat(MINIKAFKA
                        .render(ANONYMOUS + "image: {repository: mirror/minikafka, tag: '9', digest: '" + digest + "'}")
                        .container()
                        .getImage())
                .isEqualTo("mirror/minikafka@" + digest);
        assertThat(MINIKAFKA.render(ANONYMOUS + "image: {tag: '9'}").container().getImage())
                .isEqualTo("minikafka:9");
    }

    @Test
    void withoutItsDoorThereIsNoRedisPort() {
        Manifests manifests = MINIKAFKA.render(ANONYMOUS + "redis: {enabled: false}\nnetworkPolicy: {enabled: true}");
        assertThat(manifests.environment()).containsEntry("MINIKAFKA_RESP_ENABLED", "false");
        assertThat(manifests.all(Service.class))
                .allSatisfy(service -> assertThat(service.getSpec().getPorts())
                        .extracting(ServicePort::getName)
                        .containsExactly("grpc", "http"));
        assertThat(manifests.only(NetworkPolicy.class).getSpec().getIngress()).hasSize(2);
    }

    @Test
    void eachPortIsOpenToItsOwnPeersAndToTheTest() {
        Manifests manifests = MINIKAFKA.render(ANONYMOUS
                + "networkPolicy: {enabled: true, httpFrom: [{namespaceSelector: {matchLabels: {team: operations}}}]}");
        assertThat(manifests.only(NetworkPolicy.class).getSpec().getPolicyTypes())
                .containsExactly("Ingress");
        assertThat(manifests.only(NetworkPolicy.class).getSpec().getIngress())
                .extracting(rule -> rule.getPorts().get(0).getPort().getStrVal())
                .containsExactly("grpc", "redis", "http");
        NetworkPolicyIngressRule http =
                manifests.only(NetworkPolicy.class).getSpec().getIngress().get(2);
        assertThat(http.getFrom()).hasSize(2);
        assertThat(http.getFrom().get(1).getPodSelector().getMatchLabels())
                .containsEntry("app.kubernetes.io/name", "minikafka-test");
    }

    @Test
    void prometheusIsToldWhereToLookOnce() {
        ServiceMonitor monitor = MINIKAFKA
                .render(TLS + "serviceMonitor: {enabled: true, endpoint: {tlsConfig: {insecureSkipVerify: true}}}")
                .only(ServiceMonitor.class);
        assertThat(monitor.getSpec().getEndpoints()).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.getPath()).isEqualTo("/actuator/prometheus");
            assertThat(endpoint.getScheme()).isEqualTo("https");
            assertThat(endpoint.getTlsConfig().getInsecureSkipVerify()).isTrue();
        });
    }

    @Test
    void prometheusLogsInAsTheUserThatIsThereForItAndKnowsWhomItSpeaksTo() {
        ServiceMonitor monitor = MINIKAFKA
                .render(TLS + "serviceMonitor: {enabled: true, existingSecret: prometheus-user}")
                .only(ServiceMonitor.class);
        assertThat(monitor.getSpec().getEndpoints()).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.getBasicAuth().getUsername().getName()).isEqualTo("prometheus-user");
            assertThat(endpoint.getBasicAuth().getUsername().getKey()).isEqualTo("username");
            assertThat(endpoint.getBasicAuth().getPassword().getKey()).isEqualTo("password");
            assertThat(endpoint.getTlsConfig().getCa().getSecret().getName()).isEqualTo("certificate");
            assertThat(endpoint.getTlsConfig().getCa().getSecret().getKey()).isEqualTo("ca.crt");
            assertThat(endpoint.getTlsConfig().getServerName()).isEqualTo("shop-minikafka");
        });
        assertThat(MINIKAFKA
                        .render(ANONYMOUS + "serviceMonitor: {enabled: true}")
                        .only(ServiceMonitor.class)
                        .getSpec()
                        .getEndpoints())
                .singleElement()
                .satisfies(endpoint -> {
                    assertThat(endpoint.getBasicAuth()).isNull();
                    assertThat(endpoint.getTlsConfig()).isNull();
                });
    }

    @Test
    void theChartHasADashboardAndAlerts() {
        Manifests manifests =
                MINIKAFKA.render(ANONYMOUS + "grafanaDashboard: {enabled: true}\nprometheusRule: {enabled: true}");
        assertThat(manifests.only(ConfigMap.class).getData().get("minikafka.json"))
                .contains("\"title\": \"minikafka\"");
        assertThat(manifests.only(PrometheusRule.class).getSpec().getGroups())
                .singleElement()
                .satisfies(group -> assertThat(group.getRules())
                        .hasSizeGreaterThan(5)
                        .allSatisfy(rule -> assertThat(rule.getAnnotations()).containsKey("summary")));
    }

    @Test
    void dashboardsAndAlertsAreThoseThatComeWithTheChart(@TempDir Path directory) throws Exception {
        String values = ANONYMOUS + "grafanaDashboard: {enabled: true}\nprometheusRule: {enabled: true}";
        Chart chart = MINIKAFKA.copiedTo(directory.resolve("chart"));
        Files.createDirectories(chart.directory().resolve("dashboards"));
        Files.createDirectories(chart.directory().resolve("alerts"));
        Files.writeString(chart.directory().resolve("dashboards/one.json"), "{\"title\": \"{{topic}}\"}");
        Files.writeString(
                chart.directory().resolve("alerts/one.yaml"),
                "groups: [{name: ours, rules: [{alert: Lag, expr: 'lag > 1', annotations: {summary: '{{ $value }}'}}]}]");
        Manifests manifests = chart.render(values);
        assertThat(manifests.only(ConfigMap.class).getData()).containsEntry("one.json", "{\"title\": \"{{topic}}\"}");
        assertThat(manifests.only(ConfigMap.class).getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
        assertThat(manifests.only(PrometheusRule.class).getSpec().getGroups())
                .filteredOn(group -> group.getName().equals("ours"))
                .singleElement()
                .satisfies(group ->
                        assertThat(group.getRules().get(0).getAnnotations()).containsEntry("summary", "{{ $value }}"));
    }

    @Test
    void aLongReleaseNameIsCut() {
        assertThat(MINIKAFKA.render("a".repeat(53), ANONYMOUS).all())
                .extracting(HasMetadata::getMetadata)
                .allSatisfy(metadata -> assertThat(metadata.getName()).startsWith("a".repeat(52)));
    }

    private static String checksum(Manifests manifests) {
        return manifests.pod().getMetadata().getAnnotations().get("checksum/config");
    }
}
