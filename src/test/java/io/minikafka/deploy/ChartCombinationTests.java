package io.minikafka.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds whatever the values are: every combination of what can be switched. */
class ChartCombinationTests {
    private static final List<String> PROFILES = List.of(
            "profile: file\n",
            "profile: memory\n",
            "profile: kafka\nkafka: {bootstrapServers: 'k:9092', existingSecret: sasl}\n");

    private static final List<String> SWITCHES = List.of(
            "tls: {existingSecret: certificate, caKey: ca.crt, clientCaKey: ca.crt, clientAuth: need}\n",
            "redis: {enabled: false}\n",
            "config: {minikafka: {retention-time: 1d, topic: {partitions: 4}}}\nsecurity: {existingSecret: users}\n",
            "networkPolicy: {enabled: true, grpcFrom: [{podSelector: {}}], egress: [{}]}\n"
                    + "serviceMonitor: {enabled: true, labels: {release: monitoring}}\n"
                    + "prometheusRule: {enabled: true}\ngrafanaDashboard: {enabled: true}\n",
            """
            commonLabels: {team: shop}
            podLabels: {tier: back}
            podAnnotations: {note: here}
            imagePullSecrets: [{name: pull}]
            serviceAccount: {create: false, name: shared}
            extraEnv: [{name: MINIKAFKA_TOPIC_PARTITIONS, value: '3'}]
            extraEnvFrom: [{secretRef: {name: more}}]
            extraVolumes: [{name: more, emptyDir: {}}]
            extraVolumeMounts: [{name: more, mountPath: /more}]
            nodeSelector: {disk: ssd}
            tolerations: [{key: messaging, operator: Exists}]
            affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}
            topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}]
            priorityClassName: important
            fullnameOverride: broker-of-the-shop-with-a-name-that-is-quite-a-bit-l
            shutdown: {preStopSeconds: 0, gracePeriodSeconds: 120}
            """);

    private static Chart chart;

    @BeforeAll
    static void takeTheTestAlong(@TempDir Path directory) throws IOException {
        chart = Chart.MINIKAFKA.withTestCopiedTo(directory.resolve("chart"));
    }

    static Stream<String> combinations() {
        return PROFILES.stream()
                .flatMap(profile -> IntStream.range(0, 1 << SWITCHES.size()).mapToObj(chosen -> {
                    StringBuilder values = new StringBuilder(profile);
                    for (int i = 0; i < SWITCHES.size(); i++) {
                        if ((chosen & 1 << i) != 0) {
                            values.append(SWITCHES.get(i));
                        }
                    }
                    return values.indexOf("security:") < 0
                            ? values.append(Chart.ANONYMOUS).toString()
                            : values.toString();
                }));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void whatAlwaysHoldsHolds(String values) {
        Manifests manifests = chart.render(values);
        manifests.all().forEach(ChartCombinationTests::isWellNamed);
        Pod test = manifests.only(Pod.class);
        PodSpec pod = manifests.pod().getSpec();
        Stream.of(pod, test.getSpec()).forEach(spec -> {
            isRestricted(spec);
            mountsWhatIsThere(spec, manifests);
        });
        hasMemoryOfItsOwn(manifests.container());
        isProbed(manifests.container());
        stopsInTime(pod, manifests.environment());
        neverHasTwoWriters(manifests);
        servicesFindOnlyThePod(manifests, test);
        knowsItsSettings(manifests);
    }

    private static void isWellNamed(HasMetadata object) {
        assertThat(object.getMetadata().getName()).matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
        if (object instanceof StatefulSet) {
            assertThat(object.getMetadata().getName())
                    .as("room for what Kubernetes adds in a label")
                    .hasSizeLessThanOrEqualTo(52);
        }
        assertThat(object.getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/instance", "shop")
                .allSatisfy(
                        (name, value) -> assertThat(value).matches("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?"));
        if (!(object instanceof Pod)) {
            assertThat(object.getMetadata().getLabels())
                    .containsKeys("helm.sh/chart", "app.kubernetes.io/version", "app.kubernetes.io/managed-by")
                    .containsEntry("app.kubernetes.io/name", "minikafka");
        }
    }

    /** As the pod security standard of that name has it, and with a root file system that is read only. */
    private static void isRestricted(PodSpec pod) {
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getEnableServiceLinks())
                .as("or a service minikafka-resp would set MINIKAFKA_RESP_PORT")
                .isFalse();
        assertThat(pod.getHostNetwork()).isNull();
        PodSecurityContext security = pod.getSecurityContext();
        assertThat(security.getRunAsNonRoot()).isTrue();
        assertThat(security.getRunAsUser()).isEqualTo(10001);
        assertThat(security.getFsGroup()).isEqualTo(10001);
        assertThat(security.getFsGroupChangePolicy()).isEqualTo("OnRootMismatch");
        assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(containers(pod)).allSatisfy(container -> {
            SecurityContext own = container.getSecurityContext();
            assertThat(own.getAllowPrivilegeEscalation()).isFalse();
            assertThat(own.getReadOnlyRootFilesystem()).isTrue();
            assertThat(own.getPrivileged()).isNull();
            assertThat(own.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(own.getCapabilities().getAdd()).isEmpty();
            assertThat(container.getVolumeMounts())
                    .as("what a read-only root needs")
                    .anySatisfy(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
        });
    }

    private static void mountsWhatIsThere(PodSpec pod, Manifests manifests) {
        List<String> volumes =
                new ArrayList<>(pod.getVolumes().stream().map(Volume::getName).toList());
        assertThat(volumes).doesNotHaveDuplicates();
        if (manifests.pod().getSpec() == pod) {
            manifests.all(StatefulSet.class).stream()
                    .flatMap(set -> set.getSpec().getVolumeClaimTemplates().stream())
                    .forEach(claim -> volumes.add(claim.getMetadata().getName()));
        }
        assertThat(containers(pod)).allSatisfy(container -> {
            assertThat(volumes)
                    .containsAll(container.getVolumeMounts().stream()
                            .map(VolumeMount::getName)
                            .toList());
            assertThat(container.getVolumeMounts())
                    .extracting(VolumeMount::getMountPath)
                    .doesNotHaveDuplicates();
        });
    }

    private static void hasMemoryOfItsOwn(Container container) {
        assertThat(container.getResources().getLimits().get("memory"))
                .isNotNull()
                .isEqualTo(container.getResources().getRequests().get("memory"));
    }

    private static void isProbed(Container container) {
        assertThat(Map.of(
                        "startup", container.getStartupProbe(),
                        "liveness", container.getLivenessProbe(),
                        "readiness", container.getReadinessProbe()))
                .allSatisfy((name, probe) -> {
                    assertThat(probe.getHttpGet().getPath()).isEqualTo(name.equals("readiness") ? "/readyz" : "/livez");
                    assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http");
                });
        Probe startup = container.getStartupProbe();
        assertThat(startup.getPeriodSeconds() * startup.getFailureThreshold())
                .as("seconds for the recovery of a large store")
                .isGreaterThanOrEqualTo(300);
    }

    private static void stopsInTime(PodSpec pod, Map<String, String> environment) {
        Container container = pod.getContainers().get(0);
        long sleep = container.getLifecycle() == null
                ? 0
                : container.getLifecycle().getPreStop().getSleep().getSeconds();
        long calls = seconds(environment.get("MINIKAFKA_SHUTDOWN_GRACEPERIOD"));
        assertThat(pod.getTerminationGracePeriodSeconds())
                .as("the sleep, three phases with the margin of ShutdownConfiguration, and the store")
                .isGreaterThan(sleep + 3 * (calls + 5));
    }

    private static long seconds(String text) {
        assertThat(text).matches("\\d+s");
        return Long.parseLong(text.substring(0, text.length() - 1));
    }

    private static void neverHasTwoWriters(Manifests manifests) {
        String profile = manifests.environment().get("SPRING_PROFILES_ACTIVE");
        boolean data = manifests.container().getVolumeMounts().stream()
                .anyMatch(mount -> mount.getMountPath().equals("/data"));
        assertThat(data).isEqualTo(profile.equals("file"));
        manifests
                .all(StatefulSet.class)
                .forEach(set -> assertThat(set.getSpec().getReplicas()).isEqualTo(1));
        manifests.all(Deployment.class).forEach(deployment -> {
            assertThat(profile).isNotEqualTo("file");
            assertThat(deployment.getSpec().getStrategy().getType())
                    .isEqualTo(profile.equals("kafka") ? "RollingUpdate" : "Recreate");
        });
    }

    private static void servicesFindOnlyThePod(Manifests manifests, Pod test) {
        assertThat(manifests.all(Service.class)).hasSize(2).allSatisfy(service -> {
            Map<String, String> selector = service.getSpec().getSelector();
            assertThat(manifests.pod().getMetadata().getLabels()).containsAllEntriesOf(selector);
            assertThat(test.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
                    .as("the test pod is behind the service")
                    .isFalse();
            assertThat(manifests.container().getPorts())
                    .extracting(port -> port.getName())
                    .containsExactlyElementsOf(service.getSpec().getPorts().stream()
                            .map(port -> port.getTargetPort().getStrVal())
                            .toList());
        });
    }

    private static void knowsItsSettings(Manifests manifests) {
        assertThat(manifests.environment().keySet())
                .filteredOn(name -> !name.equals("JDK_JAVA_OPTIONS"))
                .allSatisfy(
                        name -> assertThat(SettingNames.isKnown(name)).as(name).isTrue());
    }

    private static List<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                .toList();
    }
}
