package io.minikafka.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.Test;

/** That what is wrong with a manifest is noticed. */
class KubernetesTypesTests {
    private static final String POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [%s]}";

    @Test
    void aRightManifestIsRead() {
        Manifests manifests = Manifests.parse(POD.formatted("{name: c, env: [{name: N, value: '8080'}]}"));
        assertThat(manifests
                        .only(Pod.class)
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getEnv()
                        .get(0)
                        .getValue())
                .isEqualTo("8080");
    }

    @Test
    void fieldsThatDoNotExistAreRefused() {
        assertThatThrownBy(() -> Manifests.parse(POD.formatted("{name: c, image_: x}")))
                .hasMessageContaining("image_");
    }

    @Test
    void aNumberOrBooleanWhereTextBelongsIsRefused() {
        assertThatThrownBy(() -> Manifests.parse(POD.formatted("{name: c, env: [{name: N, value: 8080}]}")))
                .hasMessageContaining("Cannot coerce Integer value (8080)");
        assertThatThrownBy(() -> Manifests.parse(POD.formatted("{name: c, env: [{name: N, value: true}]}")))
                .hasMessageContaining("Cannot coerce Boolean value (true)");
    }

    @Test
    void textWhereANumberBelongsIsRefused() {
        assertThatThrownBy(() -> Manifests.parse(POD.formatted("{name: c, ports: [{containerPort: '80'}]}")))
                .hasMessageContaining("Cannot coerce String value");
    }

    @Test
    void aFieldGivenTwiceIsRefused() {
        assertThatThrownBy(() -> Manifests.parse(POD.formatted("{name: c, name: d}")))
                .hasMessageContaining("duplicate key name");
    }

    @Test
    void anUnknownKindIsRefused() {
        assertThatThrownBy(() -> Manifests.parse("apiVersion: apps/v1beta1\nkind: StatefulSet\n"))
                .hasMessageContaining("apps/v1beta1/StatefulSet");
    }
}
