// Every field name of ECS 9.4, so that a mapping with a misspelt one is refused. Source: Elastic Common Schema, field
// reference. `a{b c{d}}` is a.b and a.c.d; `@set` are fields that ECS reuses; an indented line goes on with the one before.
const TEXT = `
@geo city_name continent_code continent_name country_iso_code country_name location name postal_code region_iso_code region_name timezone
@as number organization{name}
@hash md5 sha1 sha256 sha384 sha512 ssdeep tlsh
@pe architecture company description file_version go_import_hash go_imports go_imports_names_entropy go_imports_names_var_entropy go_stripped imphash import_hash imports
  imports_names_entropy imports_names_var_entropy original_file_name pehash product sections{entropy name physical_size var_entropy virtual_size}
@elf architecture byte_order cpu_type creation_date exports go_import_hash go_imports go_imports_names_entropy go_imports_names_var_entropy go_stripped header{abi_version
  class data entrypoint object_version os_abi type version} import_hash imports imports_names_entropy imports_names_var_entropy sections{chi2 entropy flags name
  physical_offset physical_size type var_entropy virtual_address virtual_size} segments{sections type} shared_libraries telfhash
@macho go_import_hash go_imports go_imports_names_entropy go_imports_names_var_entropy go_stripped import_hash imports imports_names_entropy imports_names_var_entropy
  sections{entropy name physical_size var_entropy virtual_size} symhash
@code_signature digest_algorithm exists signing_id status subject_name team_id timestamp trusted valid
@x509 alternative_names issuer{common_name country distinguished_name locality organization organizational_unit state_or_province} not_after not_before
  public_key_algorithm public_key_curve public_key_exponent public_key_size serial_number signature_algorithm subject{common_name country distinguished_name locality
  organization organizational_unit state_or_province} version_number
@os family full kernel name platform type version
@risk calculated_level calculated_score calculated_score_norm static_level static_score static_score_norm
@interface alias id name
@vlan id name
@endpoint_user domain email full_name group{domain id name} hash id name roles
@timestamp
agent build{original} ephemeral_id id name type version
client address as{@as} bytes domain geo{@geo} ip mac nat{ip port} packets port registered_domain subdomain top_level_domain user{@endpoint_user}
cloud account{@vlan} availability_zone instance{@vlan} machine{type} origin{account{@vlan} availability_zone instance{@vlan} machine{type} project{@vlan} provider region
  service{name}} project{@vlan} provider region service{name} target{account{@vlan} availability_zone instance{@vlan} machine{type} project{@vlan} provider region
  service{name}}
container cpu{usage} disk{read{bytes} write{bytes}} id image{hash{all} name tag} labels memory{usage} name network{egress{bytes} ingress{bytes}} runtime
  security_context{privileged}
data_stream dataset namespace type
destination address as{@as} bytes domain geo{@geo} ip mac nat{ip port} packets port registered_domain subdomain top_level_domain user{@endpoint_user}
device id manufacturer model{identifier name}
dll code_signature{@code_signature} hash{@hash} name path pe{@pe}
dns answers{class data name ttl type} header_flags id op_code question{class name registered_domain subdomain top_level_domain type} resolved_ip response_code type
ecs version
email attachments{file{extension hash{@hash} mime_type name size}} bcc{address} cc{address} content_type delivery_timestamp direction from{address} local_id message_id
  origination_timestamp reply_to{address} sender{address} subject to{address} x_mailer
error code id message stack_trace type
event action agent_id_status category code created dataset duration end hash id ingested kind module original outcome provider reason reference risk_score risk_score_norm
  sequence severity start timezone type url
faas coldstart execution id name trigger{request_id type} version
file accessed attributes code_signature{@code_signature} created ctime device directory drive_letter elf{@elf} extension fork_name gid group hash{@hash} inode
  macho{@macho} mime_type mode mtime name owner path pe{@pe} size target_path type uid x509{@x509}
group domain id name
host architecture boot{id} cpu{usage} disk{read{bytes} write{bytes}} domain geo{@geo} hostname id ip mac name network{egress{bytes packets} ingress{bytes packets}}
  os{@os} pid_ns_ino risk{@risk} type uptime
http request{body{bytes content} bytes id method mime_type referrer} response{body{bytes content} bytes mime_type status_code} version
labels
log file{path} level logger origin{file{line name} function} syslog{appname facility{code name} hostname msgid priority procid severity{code name} structured_data
  version}
message
network application bytes community_id direction forwarded_ip iana_number inner{vlan{@vlan}} name packets protocol transport type vlan{@vlan}
observer egress{interface{@interface} vlan{@vlan} zone} geo{@geo} hostname ingress{interface{@interface} vlan{@vlan} zone} ip mac name os{@os} product serial_number type
  vendor version
orchestrator api_version cluster{id name url version} namespace organization resource{annotation id ip label name parent{type} type} type
organization id name
package architecture build_version checksum description install_scope installed license name path reference size type version
process args args_count code_signature{@code_signature} command_line elf{@elf} end entity_id entry_leader{args args_count attested_groups{name} attested_user{@vlan}
  command_line entity_id entry_meta{source{ip} type} executable group{@vlan} interactive name parent{entity_id pid session_leader{entity_id pid start vpid} start vpid}
  pid real_group{@vlan} real_user{@vlan} same_as_process saved_group{@vlan} saved_user{@vlan} start supplemental_groups{@vlan} tty{char_device{major minor}} user{@vlan}
  vpid working_directory} env_vars executable exit_code group_leader{args args_count command_line entity_id executable group{@vlan} interactive name pid real_group{@vlan}
  real_user{@vlan} same_as_process saved_group{@vlan} saved_user{@vlan} start supplemental_groups{@vlan} tty{char_device{major minor}} user{@vlan} vpid working_directory}
  hash{@hash} interactive io{bytes_skipped{length offset} max_bytes_per_process_exceeded text total_bytes_captured total_bytes_skipped type} macho{@macho} name
  parent{args args_count code_signature{@code_signature} command_line elf{@elf} end entity_id executable exit_code group{@vlan} group_leader{entity_id pid start vpid}
  hash{@hash} interactive macho{@macho} name pe{@pe} pgid pid real_group{@vlan} real_user{@vlan} saved_group{@vlan} saved_user{@vlan} start supplemental_groups{@vlan}
  thread{capabilities{effective permitted} id name} title tty{char_device{major minor}} uptime user{@vlan} vpid working_directory} pe{@pe} pgid pid previous{args
  args_count executable} real_group{@vlan} real_user{@vlan} saved_group{@vlan} saved_user{@vlan} session_leader{args args_count command_line entity_id executable
  group{@vlan} interactive name parent{entity_id pid session_leader{entity_id pid start vpid} start vpid} pid real_group{@vlan} real_user{@vlan} same_as_process
  saved_group{@vlan} saved_user{@vlan} start supplemental_groups{@vlan} tty{char_device{major minor}} user{@vlan} vpid working_directory} start supplemental_groups{@vlan}
  thread{capabilities{effective permitted} id name} title tty{char_device{major minor} columns rows} uptime user{@vlan} vpid working_directory
registry data{bytes strings type} hive key path value
related hash hosts ip user
rule author category description id license name reference ruleset uuid version
server address as{@as} bytes domain geo{@geo} ip mac nat{ip port} packets port registered_domain subdomain top_level_domain user{@endpoint_user}
service address environment ephemeral_id id name node{name role roles} origin{address environment ephemeral_id id name node{name role roles} state type version} state
  target{address environment ephemeral_id id name node{name role roles} state type version} type version
source address as{@as} bytes domain geo{@geo} ip mac nat{ip port} packets port registered_domain subdomain top_level_domain user{@endpoint_user}
span id
tags
threat enrichments{indicator{as{@as} confidence description email{address} file{accessed attributes code_signature{@code_signature} created ctime device directory
  drive_letter elf{@elf} extension fork_name gid group hash{@hash} inode mime_type mode mtime name owner path pe{@pe} size target_path type uid x509{@x509}} first_seen
  geo{@geo} ip last_seen marking{tlp tlp_version} modified_at name port provider reference registry{data{bytes strings type} hive key path value} scanner_stats sightings
  type url{domain extension fragment full original password path port query registered_domain scheme subdomain top_level_domain username} x509{@x509}} matched{atomic
  field id index occurred type}} feed{dashboard_id description name reference} framework group{alias id name reference} indicator{as{@as} confidence description
  email{address} file{accessed attributes code_signature{@code_signature} created ctime device directory drive_letter elf{@elf} extension fork_name gid group hash{@hash}
  inode mime_type mode mtime name owner path pe{@pe} size target_path type uid x509{@x509}} first_seen geo{@geo} ip last_seen marking{tlp tlp_version} modified_at name
  port provider reference registry{data{bytes strings type} hive key path value} scanner_stats sightings type url{domain extension fragment full original password path
  port query registered_domain scheme subdomain top_level_domain username} x509{@x509}} software{alias id name platforms reference type} tactic{id name reference}
  technique{id name reference subtechnique{id name reference}}
tls cipher client{certificate certificate_chain hash{md5 sha1 sha256} issuer ja3 not_after not_before server_name subject supported_ciphers x509{@x509}} curve established
  next_protocol resumed server{certificate certificate_chain hash{md5 sha1 sha256} issuer ja3s not_after not_before subject x509{@x509}} version version_protocol
trace id
transaction id
url domain extension fragment full original password path port query registered_domain scheme subdomain top_level_domain username
user changes{@endpoint_user} domain effective{@endpoint_user} email full_name group{domain id name} hash id name risk{@risk} roles target{@endpoint_user}
user_agent device{name} name original os{@os} version
volume bus_type default_access device_name device_type dos_name file_system_type mount_name nt_name product_id product_name removable serial_number size vendor_id
  vendor_name writable
vulnerability category classification description enumeration id reference report_id scanner{vendor} score{base environmental temporal version} severity
`;

/** Whether ECS has a field of that name, or one above it that is an object. */
export function isEcsField(name: string): boolean {
  return (names ??= readNames()).has(name);
}

/** Whether ECS has fields under this first part of a name. */
export function isEcsRoot(root: string): boolean {
  return (roots ??= new Set([...(names ??= readNames())].map((name) => name.split(".", 1)[0]!))).has(root);
}

/** Names of ECS below the same parent, or if it has none, below the same root: what might have been meant. */
export function ecsNeighbours(name: string): readonly string[] {
  const all = [...(names ??= readNames())];
  for (let parent = name; parent.includes("."); ) {
    parent = parent.slice(0, parent.lastIndexOf("."));
    const found = all.filter((one) => one.startsWith(`${parent}.`));
    if (found.length > 0) return found;
  }
  return [];
}

let names: ReadonlySet<string> | undefined;
let roots: ReadonlySet<string> | undefined;

function readNames(): ReadonlySet<string> {
  const sets = new Map<string, string>();
  for (const line of TEXT.trim().replaceAll("\n  ", " ").split("\n")) {
    const space = line.indexOf(" ");
    sets.set(space < 0 ? line : line.slice(0, space), space < 0 ? "" : line.slice(space + 1));
  }
  const found = new Set<string>();
  for (const [root, fields] of sets) if (!root.startsWith("@") || root === "@timestamp") expand(root, fields, sets, found);
  return found;
}

/** Adds a name and all below it. */
function expand(name: string, fields: string, sets: ReadonlyMap<string, string>, found: Set<string>): void {
  found.add(name);
  for (let at = 0; at < fields.length; ) {
    const stop = wordEnd(fields, at);
    const child = fields.slice(at, stop);
    if (child.startsWith("@") && child !== "@timestamp") expand(name, sets.get(child) ?? "", sets, found);
    else if (fields[stop] === "{") {
      const close = closing(fields, stop);
      expand(`${name}.${child}`, fields.slice(stop + 1, close), sets, found);
      at = close + 2;
      continue;
    } else if (child !== "") found.add(`${name}.${child}`);
    at = stop + 1;
  }
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== " " && text[at] !== "{") at += 1;
  return at;
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return text.length;
}
