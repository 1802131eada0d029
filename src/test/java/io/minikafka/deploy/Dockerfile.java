package io.minikafka.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** A Dockerfile as instructions: comments and continued lines are gone, build arguments replaced by their defaults. */
record Dockerfile(List<Stage> stages) {
    /**
     * @param base an image, or an earlier stage
     * @param name empty when it has none
     */
    record Stage(String base, String name, List<Instruction> instructions) {
        Stream<String> all(String keyword) {
            return instructions.stream()
                    .filter(instruction -> instruction.keyword().equals(keyword))
                    .map(Instruction::text);
        }

        /** The text of the only instruction of this kind. */
        String only(String keyword) {
            List<String> found = all(keyword).toList();
            if (found.size() != 1) {
                throw new AssertionError("Not one " + keyword + " but " + found);
            }
            return found.get(0);
        }
    }

    /** @param keyword in upper case */
    record Instruction(String keyword, String text) {}

    static Dockerfile read(Path file) throws IOException {
        String joined = Files.readString(file).replaceAll("(?m)^\\s*#.*\n", "").replaceAll("\\\\\n\\s*", "");
        List<Stage> stages = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        for (String line : joined.lines().filter(text -> !text.isBlank()).toList()) {
            String[] parts = line.split("\\s+", 2);
            Instruction instruction = new Instruction(parts[0].toUpperCase(Locale.ROOT), parts[1].strip());
            if (instruction.keyword().equals("FROM")) {
                String[] from = replaced(instruction.text(), arguments).split("(?i)\\s+AS\\s+");
                stages.add(new Stage(from[0], from.length > 1 ? from[1] : "", new ArrayList<>()));
            } else if (stages.isEmpty()) {
                arguments.add(instruction.text());
            } else {
                stages.get(stages.size() - 1).instructions().add(instruction);
            }
        }
        return new Dockerfile(stages);
    }

    private static String replaced(String text, List<String> arguments) {
        String result = text;
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            result = result.replace("${" + parts[0] + "}", parts[1]);
        }
        return result;
    }

    Stage stage(String name) {
        return find(name).orElseThrow(() -> new AssertionError("There is no stage " + name));
    }

    private Optional<Stage> find(String name) {
        return stages.stream().filter(stage -> stage.name().equals(name)).findFirst();
    }

    /** What becomes the image: the last stage, with all that is inherited from stages before. */
    Stage image() {
        Stage last = stages.get(stages.size() - 1);
        List<Instruction> instructions = new ArrayList<>(last.instructions());
        String base = last.base();
        for (Optional<Stage> parent = find(base); parent.isPresent(); parent = find(base)) {
            instructions.addAll(0, parent.get().instructions());
            base = parent.get().base();
        }
        return new Stage(base, "", instructions);
    }

    /** The words of an instruction in exec form, which is JSON. */
    static List<String> words(String exec) {
        if (!Pattern.compile("^\\[.*]$").matcher(exec).matches()) {
            throw new AssertionError("Not in exec form: " + exec);
        }
        return List.of(JsonMapper.shared().readValue(exec, String[].class));
    }
}
