# What a test of the connector needs in an empty Request Tracker: three queues, a field for the key, people and their tokens.
use strict;
use warnings;
use lib '/usr/share/request-tracker5/lib';
use RT -init;

my $system = RT->SystemUser;

# RT says what went wrong in its second answer, and dies of nothing by itself.
sub made {
    my ($class, %with) = @_;
    my $record = $class->new($system);
    my ($ok, $said) = $record->Create(%with);
    die "$class: $said\n" unless $ok;
    return $record;
}

my %queue = map { $_ => made('RT::Queue', Name => $_) } 'SOC Requests', 'Network Team', 'Human Resources';

for my $name ('SOC key', 'SOC asset') {
    my $field = made('RT::CustomField', Name => $name, Type => 'FreeformSingle', LookupType => RT::Ticket->CustomFieldLookupType);
    my ($ok, $said) = $field->AddToObject(RT::Queue->new($system));
    die "$name: $said\n" unless $ok;
}

# What docs/connectors/request-tracker.md asks for, and no more.
my @least = qw(SeeQueue ShowTicket ShowTicketComments CreateTicket CommentOnTicket ReplyToTicket ModifyTicket SeeCustomField ModifyCustomField SetInitialCustomField);
my %rights = (
    'soc-connector' => \@least,
    alice           => [@least, qw(OwnTicket DeleteTicket ShowOutgoingEmail)],
    stranger        => [],
);

# Searches read times in the zone of who searches: the connector's is not that of the server.
for my $name (sort keys %rights) {
    my $user = made('RT::User', Name => $name, EmailAddress => "$name\@itsm.test", RealName => ucfirst $name, Privileged => 1, Timezone => $name eq 'alice' ? '' : 'America/New_York');
    for my $right (@{ $rights{$name} }) {
        for my $where (map { $queue{$_} } 'SOC Requests', 'Network Team') {
            my ($ok, $said) = $user->PrincipalObj->GrantRight(Right => $right, Object => $where);
            die "$right for $name: $said\n" unless $ok;
        }
    }
    my ($ok, $said, $token) = RT::AuthToken->new($system)->Create(Owner => $user->id, Description => 'tests');
    die "token of $name: $said\n" unless $ok;
    printf "RT_TOKEN_%s=%s\n", uc($name =~ s/\W/_/gr), $token;
}

# A ticket where the connector may not look: its changes must not hide others.
my ($hidden, undef, $said) = RT::Ticket->new($system)->Create(Queue => $queue{'Human Resources'}->id, Subject => 'Not for the SOC', Requestor => 'someone@itsm.test');
die "hidden: $said\n" unless $hidden;
print "RT_HIDDEN=$hidden\n";

exit 0 unless $ENV{SEED_HOOK};

my $code = <<'PERL';
    my ($change, $ticket) = ($self->TransactionObj, $self->TicketObj);
    require LWP::UserAgent; require JSON; require Digest::SHA;
    my $body = JSON::encode_json({ ticket => $ticket->id + 0, transaction => $change->id + 0, type => $change->Type });
    LWP::UserAgent->new(timeout => 2)->post('HOOK', 'Content-Type' => 'application/json', 'X-RT-Signature' => 'sha256=' . Digest::SHA::hmac_sha256_hex($body, 'SECRET'), Content => $body);
    return 1;
PERL
$code =~ s/HOOK/$ENV{SEED_HOOK}/;
$code =~ s/SECRET/$ENV{SEED_HOOK_SECRET}/;
made('RT::Scrip', Description => 'Tell the SOC platform to look', ScripCondition => 'On Transaction', ScripAction => 'User Defined', Template => 'Blank', Queue => 0, CustomPrepareCode => 'return 1;', CustomCommitCode => $code);
