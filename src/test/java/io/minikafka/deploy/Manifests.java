package io.minikafka.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What a chart rendered to. */
public record Manifests(List<HasMetadata> all) {
    @SuppressWarnings("unchecked")
    static Manifests parse(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Iterable<Object> documents = new Yaml(new SafeConstructor(options)).loadAll(yaml);
        return new Manifests(StreamSupport.stream(documents.spliterator(), false)
                .filter(Map.class::isInstance)
                .map(document -> KubernetesTypes.read((Map<String, Object>) document))
                .toList());
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public <T extends HasMetadata> T only(Class<T> type) {
        List<T> found = all(type);
        assertThat(found).as(type.getSimpleName()).hasSize(1);
        return found.get(0);
    }

    /** What the service's pods are made of, whoever makes them. */
    PodTemplateSpec pod() {
        List<PodTemplateSpec> templates = Stream.concat(
                        all(Deployment.class).stream().map(it -> it.getSpec().getTemplate()),
                        all(StatefulSet.class).stream().map(it -> it.getSpec().getTemplate()))
                .toList();
        assertThat(templates).as("StatefulSet or Deployment").hasSize(1);
        return templates.get(0);
    }

    Container container() {
        List<Container> containers = pod().getSpec().getContainers();
        assertThat(containers).hasSize(1);
        return containers.get(0);
    }

    /** The container's environment, as far as it is given by value. */
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        for (EnvVar variable : container().getEnv()) {
            assertThat(environment.put(variable.getName(), String.valueOf(variable.getValue())))
                    .as("%s is given once", variable.getName())
                    .isNull();
        }
        return environment;
    }
}
