package io.minikafka.group;

/** The group cannot be deleted while it has members. */
public final class GroupHasMembersException extends RuntimeException {
    public GroupHasMembersException(GroupName group, int members) {
        super("The group '" + group + "' has " + members + " members; it can be deleted when it has none");
    }
}
